/**
 * Choosing the hamlet: the commune at hand first, search without diacritics, and a way out where the
 * list is short: "Chưa có trong danh sách" logs in the commune itself.
 */
import { useSignal } from '@preact/signals';
import { Btn } from '../../ui/buttons';
import { Search } from '../../ui/fields';
import { inSentence } from '../../ui/format';
import { Empty, State } from '../../ui/marks';
import { back } from '../../ui/router';
import { GroupHead, Rows } from '../../ui/rows';
import { type Commune, communeOf, findPlaces, type Place } from '../areas';
import { useField } from '../context';
import { Screen } from '../shell';
import { stepWords } from './words';

const shown = 50;

export function PlacePicker() {
  const { areas, visit } = useField();
  const w = stepWords.value.place;
  const typed = useSignal('');
  const tree = areas.value;
  const here = visit.area.value === null ? null : communeOf(tree, visit.area.value);
  const opened = useSignal<string | null>(
    here?.place.code ??
      (tree.communes.length === 1 ? (tree.communes[0]?.place.code ?? null) : null),
  );
  const found = findPlaces(tree, typed.value, shown);
  const ordered = here ? [here, ...tree.communes.filter((one) => one !== here)] : tree.communes;

  const choose = (place: Place) => {
    visit.setPlace(place.code);
    back();
  };

  return (
    <Screen title={w.title} back={back}>
      <Search
        label={w.search}
        value={typed.value}
        onInput={(text) => {
          typed.value = text;
        }}
      />
      {typed.value.trim() ? (
        <>
          <Rows>
            {found.map((place) => (
              <PlaceRow key={place.code} place={place} onChoose={choose} />
            ))}
          </Rows>
          {found.length === 0 ? (
            <Empty icon="search" title={w.nothing} text={w.nothingText} />
          ) : null}
        </>
      ) : (
        ordered.map((commune) => (
          <CommuneSection
            key={commune.place.code}
            commune={commune}
            open={opened.value === commune.place.code}
            onOpen={() => {
              opened.value = commune.place.code;
            }}
            onChoose={choose}
          />
        ))
      )}
      {tree.root ? (
        <Rows>
          <PlaceRow place={tree.root} onChoose={choose} />
        </Rows>
      ) : null}
    </Screen>
  );
}

function CommuneSection(props: {
  commune: Commune;
  open: boolean;
  onOpen: () => void;
  onChoose: (place: Place) => void;
}) {
  const { commune, open, onOpen, onChoose } = props;
  if (!open) {
    return (
      <Btn onClick={onOpen}>
        <span class="grow">{commune.place.name}</span>
      </Btn>
    );
  }
  return (
    <section>
      <GroupHead title={commune.place.name} />
      <Rows>
        {commune.hamlets.map((hamlet) => (
          <PlaceRow key={hamlet.code} place={hamlet} within onChoose={onChoose} />
        ))}
        <PlaceRow place={commune.place} onChoose={onChoose} />
      </Rows>
    </section>
  );
}

function PlaceRow(props: { place: Place; within?: boolean; onChoose: (place: Place) => void }) {
  const { place, within, onChoose } = props;
  const { visit } = useField();
  const w = stepWords.value.place;
  const current = visit.area.value === place.code;
  const below =
    place.level === 'hamlet'
      ? within
        ? null
        : place.above
      : place.level === 'root'
        ? w.rootIn(inSentence(place.name))
        : w.notListedIn(inSentence(place.name));
  return (
    <button
      type="button"
      class="row row-2 btn-block"
      onClick={() => onChoose(place)}
      aria-current={current ? 'true' : undefined}
    >
      <span>
        <span class="row-title">{place.level === 'hamlet' ? place.name : w.notListed}</span>
        <span class="row-sub">{below}</span>
      </span>
      {current ? (
        <State kind="ok" icon="check">
          {w.current}
        </State>
      ) : null}
    </button>
  );
}
