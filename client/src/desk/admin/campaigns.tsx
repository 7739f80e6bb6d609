/** The campaigns that were loaded: dates, state, the day on which their data goes, and their settings as they are. */
import { dayOf } from '../../core/day';
import { Btn } from '../../ui/buttons';
import { count, fullDay } from '../../ui/format';
import type { IconName } from '../../ui/icon';
import { words } from '../../ui/language';
import { Banner, Sample, State, type StateKind } from '../../ui/marks';
import { query } from '../../ui/router';
import { Kv } from '../../ui/rows';
import { useDesk } from '../context';
import { useLoaded } from '../load';
import { NotLoaded } from '../refused';
import { campaignHref, chosenCampaign, hrefOf } from './address';
import { AdminFrame, Command, Late } from './page';
import { SettingsTree } from './settings-tree';
import { type CampaignRow, campaignSettings, listCampaigns } from './wire';
import { adminWords } from './words';

const marks: Record<CampaignRow['state'], { kind: StateKind; icon: IconName }> = {
  before: { kind: 'none', icon: 'clock' },
  running: { kind: 'ok', icon: 'check2' },
  over: { kind: 'info', icon: 'archive' },
  purged: { kind: 'none', icon: 'no' },
};

export function CampaignsPage() {
  const { session } = useDesk();
  const w = adminWords.value.campaigns;
  const loaded = useLoaded('campaigns', () => listCampaigns(session.transport));
  const chosen = chosenCampaign(query.value);
  return (
    <AdminFrame title={w.title} lead={w.lead} problem={loaded.problem}>
      <Late loaded={loaded} />
      {loaded.value?.items.map((one) => (
        <Campaign key={one.code} campaign={one} open={one.code === chosen} />
      ))}
    </AdminFrame>
  );
}

function Campaign({ campaign, open }: { campaign: CampaignRow; open: boolean }) {
  const w = adminWords.value.campaigns;
  const { counts } = campaign;
  const purgeDue = campaign.state === 'over' && campaign.purgeFrom <= today(campaign.tz);
  const purge = campaign.purgedAt
    ? w.purged(fullDay(dayOf(campaign.purgedAt, campaign.tz)))
    : w.purgeFrom(fullDay(campaign.purgeFrom));
  return (
    <section class="card stack" aria-label={campaign.name}>
      <div class="card-head">
        <h2>{campaign.name}</h2>
        <div class="line">
          {campaign.sample ? <Sample>{words.value.sample}</Sample> : null}
          <State {...marks[campaign.state]}>{w.states[campaign.state]}</State>
        </div>
      </div>
      {purgeDue ? (
        <Banner kind="wait" icon="alert">
          {w.purgeDue}
          <p>
            {w.purgeDueText} <Command>{`gocua purge --campaign ${campaign.code}`}</Command>
          </p>
        </Banner>
      ) : null}
      <div class="facts-2">
        <Kv
          facts={[
            { term: w.code, value: <span class="cut">{campaign.code}</span> },
            { term: w.days, value: w.span(fullDay(campaign.startsOn), fullDay(campaign.endsOn)) },
            {
              term: w.weekly,
              value:
                campaign.weeklyFrom && campaign.weeklyUntil
                  ? w.span(fullDay(campaign.weeklyFrom), fullDay(campaign.weeklyUntil))
                  : w.noWeekly,
            },
            { term: w.purge, value: purge },
            {
              term: w.shifted,
              value: campaign.shiftedDays ? w.shiftedBy(campaign.shiftedDays) : w.notShifted,
            },
          ]}
        />
        <Kv
          facts={[
            { term: w.counts, value: w.counted(counts) },
            { term: w.people, value: w.peopleOf(counts.people, counts.devices) },
            { term: w.seq, value: count(campaign.seq) },
            { term: w.loaded, value: fullDay(dayOf(campaign.createdAt, campaign.tz)) },
            { term: w.zone, value: campaign.tz },
          ]}
        />
      </div>
      <div>
        <Btn
          icon={open ? 'down' : 'gear'}
          href={open ? hrefOf('campaigns') : campaignHref(campaign.code)}
        >
          {open ? w.hide : w.show}
        </Btn>
      </div>
      {open ? <Settings code={campaign.code} /> : null}
    </section>
  );
}

function Settings({ code }: { code: string }) {
  const { session } = useDesk();
  const w = adminWords.value.campaigns;
  const loaded = useLoaded(code, () => campaignSettings(session.transport, code));
  return (
    <div class="stack card-line">
      <Late loaded={loaded} />
      <NotLoaded loaded={loaded} />
      {loaded.value ? (
        <>
          <h3>{w.settings}</h3>
          <SettingsTree settings={loaded.value.settings} />
          <h3>{w.lists}</h3>
          <Kv
            facts={Object.entries(loaded.value.lists).map(([name, length]) => ({
              term: w.listNames[name] ?? name,
              value: w.items(length),
            }))}
          />
        </>
      ) : null}
    </div>
  );
}

function today(tz: string): string {
  return dayOf(new Date().toISOString(), tz);
}
