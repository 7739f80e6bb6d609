/**
 * Codes as sentences, in English: one of what happened and one of what to do, no code first, no blame.
 * Loaded right after the first screen; a code not listed gets the general sentence of trouble.ts.
 */
import type { Trouble } from './trouble';

export const en: Record<string, Trouble> = {
  'area.unknown': {
    title: 'This hamlet is no longer in the list',
    text: 'Tap Edit, choose the hamlet again and send.',
  },
  'area.out_of_scope': {
    title: 'This hamlet is outside your area',
    text: 'The server holds it for the commune to see. If chosen by mistake, tap Edit and choose again.',
  },
  'outcome.unknown': {
    title: 'This result is no longer in the list',
    text: 'Tap Edit and choose the result again.',
  },
  'mode.unknown': {
    title: 'This way of helping is no longer used',
    text: 'Tap Edit and choose again.',
  },
  'phone.invalid': {
    title: 'The phone number is not right',
    text: 'Tap Edit, type it again or leave it out, then save.',
  },
  'phone.unsealed': {
    title: 'The sealed number could not be opened',
    text: 'Tap Edit, type it again or leave it out, then save.',
  },
  'phone.no_consent': {
    title: 'No consent for the number',
    text: 'Tap Edit, ask again and tick the box, or drop the number.',
  },
  'op.malformed': {
    title: 'This entry could not be read',
    text: 'The server keeps it for a person to look at. Do not log it again.',
  },
  'op.conflict': {
    title: 'This entry has the code of another',
    text: 'The server keeps it for a person to look at. Give its code to the commune.',
  },
  'op.refused': {
    title: 'A person has not accepted this entry',
    text: 'It stays in your log. If that is wrong, give its code to the commune.',
  },
  'op.too_large': { title: 'This entry is too long', text: 'Tap Edit and shorten the note.' },
  'op.unreadable': { title: 'This entry could not be read', text: 'Give its code to the commune.' },
  'quarantine.full': {
    title: 'The server takes no more faulty entries of this phone',
    text: 'The entry stays here. Give its code to the commune.',
  },
  'role.forbidden': {
    title: 'This is not part of your role',
    text: 'Ask the person who invited you.',
  },
  'person.unknown': {
    title: 'The person of this entry was not found',
    text: 'Give its code to the commune.',
  },
  'review.void': {
    title: 'The commune has cancelled this entry',
    text: 'See the reason below. If it is wrong, ask the commune.',
  },
  'session.missing': {
    title: 'Your session has ended',
    text: 'The entries stay on this phone. Ask for a new invite and open it here.',
  },
  'session.expired': {
    title: 'Your session has ended',
    text: 'The entries stay on this phone. Ask for a new invite and open it here.',
  },
  'person.changed': {
    title: 'This phone is open for someone else',
    text: 'The entries stay here. Open your own invite again.',
  },
  'device.revoked': {
    title: 'This phone has been locked',
    text: 'Unsent entries stay here and can still be sent. Ask the commune if it is still yours.',
  },
  'campaign.purged': {
    title: 'The campaign is over and its data deleted',
    text: 'Nothing more to do. Thank you.',
  },
  'store.quota': {
    title: 'The phone is full',
    text: 'The form is still here. Delete some photos or videos, then save again.',
  },
  'store.closed': {
    title: 'The phone has closed its store',
    text: 'The form is still here. Save again; if that fails, reopen the app.',
  },
  'store.blocked': {
    title: 'Another Gõ Cửa page is open',
    text: 'Close the other pages, then save again.',
  },
  'store.newer': {
    title: 'The store is newer than this app',
    text: 'Old entries are still sent. Update the app to log more.',
  },
  'store.unavailable': {
    title: 'The browser does not let us store',
    text: 'Open in Chrome or Safari, not in private mode.',
  },
  'store.lost': {
    title: 'The browser lost the data on this phone',
    text: 'What was not sent came back from the copy on the phone. Nothing has to be logged again.',
  },
  'record.unknown': {
    title: 'This entry is not on the phone',
    text: 'Go back to My log and choose again.',
  },
  'record.revs': {
    title: 'This entry was corrected too often',
    text: 'Withdraw it and log a new one.',
  },
  'form.required': { title: 'Something is missing', text: 'Choose what is missing, then save.' },
  'form.too_long': {
    title: 'The note is over 280 characters',
    text: 'Shorten the note, then save.',
  },
  'page.insecure': {
    title: 'This page is not secure',
    text: 'The address must begin with https:// for the phone to store anything. Nothing was logged here; ask for the link again.',
  },
  'transport.offline': {
    title: 'No network',
    text: 'The entries stay on the phone and are sent when there is one.',
  },
  'transport.timeout': {
    title: 'The server has not answered',
    text: 'Nothing is lost. It tries again by itself, or tap Send now.',
  },
  'transport.foreign': {
    title: 'This network stands in the way',
    text: 'Open its Wi-Fi sign-in page, or use mobile data and try again.',
  },
  'transport.garbled': {
    title: 'The answer could not be read',
    text: 'Nothing is lost. Try again in a few minutes.',
  },
  'transport.unsettled': {
    title: 'The server has not taken all',
    text: 'The rest stays here. It tries again by itself, or tap Send now.',
  },
  // An older phone does not understand the answer of a newer server.
  'push.unanswered': {
    title: 'The server has not taken all',
    text: 'The rest stays here. It tries again by itself, or tap Send now.',
  },
  'request.too_many': { title: 'Too many tries', text: 'Wait a minute and try again.' },
  'request.invalid': {
    title: 'Something is not right',
    text: 'Look at the fields and send again.',
  },
  'server.busy': {
    title: 'The server is busy',
    text: 'Nothing is lost. Wait a minute and try again.',
  },
  'server.error': {
    title: 'The server has a problem',
    text: 'Nothing is lost. Try again in some minutes.',
  },
  not_found: {
    title: 'Not found',
    text: 'It may be outside your area. Go back and choose another.',
  },
  'organisation.unknown': { title: 'No such organisation', text: 'Choose it again.' },
  'organisation.class': { title: 'This is a kind, not a unit', text: 'Choose a unit of it.' },
  'invite.unknown': {
    title: 'The invite code is not right',
    text: 'Check each letter, or ask for a new link.',
  },
  'invite.used': {
    title: 'This invite was used on another phone',
    text: 'Ask the person who invited you for a new link.',
  },
  'invite.expired': {
    title: 'The invite has expired',
    text: 'Ask the person who invited you for a new link.',
  },
  'session.credentials': {
    title: 'User name or password is not right',
    text: 'Check Caps Lock and the Vietnamese keyboard, then try again.',
  },
  'session.code_needed': {
    title: 'Your second factor is needed',
    text: 'Open the authenticator app on your phone and enter the code that it shows.',
  },
  'session.code_wrong': {
    title: 'The code is wrong or was used already',
    text: 'Each code works once. Wait for the next one; if it is refused too, check the phone’s clock.',
  },
  'invite.factor': {
    title: 'Sign in with your password and your code',
    text: 'This account has a second factor, so an invite does not open it. If it is lost, ask an admin to reset it.',
  },
  'factor.required': {
    title: 'Set up your second factor first',
    text: 'Your role needs one. Set it up on your account page.',
  },
  'session.locked': {
    title: 'Too many wrong tries',
    text: 'Wait some minutes, or ask the administrator.',
  },
  'campaign.choose': { title: 'You are in several campaigns', text: 'Choose one to enter.' },
  // Reports.
  'obligation.unknown': {
    title: 'There is no such obligation',
    text: 'Go back to the list of reports and choose again.',
  },
  'obligation.not_owed': {
    title: 'This unit does not owe that',
    text: 'Go back to the list of reports and choose again.',
  },
  'period.unknown': {
    title: 'There is no such period, or it has not begun',
    text: 'Go back to the list of reports and choose another.',
  },
  'report.newer': {
    title: 'Another version of this period was sent before',
    text: 'Your words are all here. Read what was sent, then send yours as a correction.',
  },
  'report.not_latest': {
    title: 'The unit has sent a newer version',
    text: 'Open the newest one and answer it.',
  },
  'report.not_excusable': {
    title: 'This one cannot be accepted as on time',
    text: 'Only what was finished in time and came late can be. Choose “Accept” or “Return for correction”.',
  },
};
