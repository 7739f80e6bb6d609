/** The caption of a table, for readers, and its heads; one that counts stands over its numbers. */

export type Head = string | { readonly num: string };

export function TableHead(props: { caption: string; heads: readonly Head[] }) {
  return (
    <>
      <caption class="sr">{props.caption}</caption>
      <thead>
        <tr>
          {props.heads.map((head) =>
            typeof head === 'string' ? (
              <th key={head} scope="col">
                {head}
              </th>
            ) : (
              <th key={head.num} scope="col" class="num">
                {head.num}
              </th>
            ),
          )}
        </tr>
      </thead>
    </>
  );
}
