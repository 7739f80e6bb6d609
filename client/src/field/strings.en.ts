/** The same sentences in English; a key missing here fails the build. */
import type { FormStrings } from './strings.vi';

export const en: FormStrings = {
  outdated: 'The app was updated in another page. Open it again to go on.',
  tabs: {
    label: 'Main',
    log: 'Log',
    list: 'My log',
    revisits: 'Revisit',
    help: 'Help',
    todo: 'to do',
  },
  noNetwork: 'No network, you can still log',
  modes: {
    label: 'How',
    door: 'At home',
    gate: 'At gate',
    phone: 'By phone',
    point: 'Point',
    counter: 'Counter',
  },
  groups: {
    done: 'Installed',
    failed: 'Not installed',
    revisit: 'Not home, come back',
    refused: 'Owner says no',
    notEligible: 'No smartphone',
    already: 'Had it already',
  },
  place: {
    choose: 'Choose hamlet',
    wholeCommune: 'Hamlet not known',
    wholeDistrict: 'Commune not known',
  },
  form: {
    title: 'Log a phone',
    changePlace: (place) => `Change hamlet, now ${place}`,
    answers: 'How about this phone?',
    machine: (n) => `Phone ${n}`,
    ofThisHouse: 'of this house',
    newHouse: 'New house',
    otherHouse: 'Other house',
    correcting: 'Correcting an entry',
    dropCorrection: 'Stop',
  },
};
