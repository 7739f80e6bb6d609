/** Areas, organisations, figures and targets as the server keeps them. Wire names end here. */
import * as v from 'valibot';
import { count, maybeText, text } from '../../sync/protocol-fields';
import { shape } from '../../sync/protocol-shape';
import type { Channel } from '../../sync/transport';
import { listAll } from '../load';

const area = shape({
  code: text,
  name: text,
  type: text,
  level: count,
  parent: maybeText,
  valid_from: text,
  valid_to: maybeText,
  successor: maybeText,
});
export type AreaRow = v.InferOutput<typeof area>;

const organisation = shape({
  code: text,
  name: text,
  short_name: text,
  kind: text,
  parent: maybeText,
  area: maybeText,
  takes_members: v.boolean(),
});
export type OrganisationRow = v.InferOutput<typeof organisation>;

export const measures = ['households', 'population', 'smartphones', 'installed'] as const;
export type Measure = (typeof measures)[number];

const figure = shape({
  id: count,
  area: text,
  measure: v.picklist(measures),
  value: count,
  as_of: text,
  source: text,
  estimate: v.boolean(),
});
export type FigureRow = v.InferOutput<typeof figure>;

const target = shape({
  id: count,
  area: text,
  organisation: maybeText,
  measure: text,
  value: count,
  starts_on: text,
  deadline: text,
  source: text,
  sample: v.boolean(),
});
export type TargetRow = v.InferOutput<typeof target>;

const of = encodeURIComponent;

export const listAreas = (channel: Channel) => listAll(channel, '/api/v1/areas', area);
export const listOrganisations = (channel: Channel) =>
  listAll(channel, '/api/v1/organisations', organisation);
export const listFigures = (channel: Channel, within: string) =>
  listAll(channel, `/api/v1/figures?within=${of(within)}`, figure);
export const listTargets = (channel: Channel) => listAll(channel, '/api/v1/targets', target);

export function renameArea(channel: Channel, code: string, name: string) {
  return channel.ask({ method: 'PUT', path: `/api/v1/areas/${of(code)}`, body: { name } }, area);
}

/** Closes an area after a day; with a successor its totals roll on to that one. */
export function closeArea(
  channel: Channel,
  code: string,
  lastDay: string,
  successor: string | null,
) {
  const body = { last_day: lastDay, successor };
  return channel.ask({ method: 'POST', path: `/api/v1/areas/${of(code)}/close`, body }, area);
}

export type NewUnit =
  | { code: string; name: string; parent: string; area: string | null }
  | { template: string; area: string };

export function addUnit(channel: Channel, body: NewUnit) {
  return channel.ask({ method: 'POST', path: '/api/v1/organisations', body }, organisation);
}

export function renameUnit(channel: Channel, code: string, name: string) {
  const path = `/api/v1/organisations/${of(code)}`;
  return channel.ask({ method: 'PUT', path, body: { name } }, organisation);
}

const some = v.object({ items: v.array(v.unknown()) });

export type FigureInput = Omit<FigureRow, 'id'>;

export function putFigure(channel: Channel, { asOf, ...rest }: FigureInput) {
  const body = { items: [{ ...rest, as_of: asOf }] };
  return channel.ask({ method: 'PUT', path: '/api/v1/figures', body }, some);
}

export type TargetInput = {
  area: string;
  organisation: string | null;
  /** `unique`: phones logged, each once; `installed`: what the Department publishes. */
  measure: string;
  /** Null takes the target away. */
  value: number | null;
  startsOn: string;
  deadline: string;
  source: string;
};

export function putTarget(channel: Channel, { startsOn, ...rest }: TargetInput) {
  const body = { items: [{ ...rest, starts_on: startsOn }] };
  return channel.ask({ method: 'PUT', path: '/api/v1/targets', body }, some);
}
