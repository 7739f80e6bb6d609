/** The parts of a question to the server as a query; what is empty is not asked for. */
export function queryOf(parts: Readonly<Record<string, string | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value) query.set(name, value);
  return query.toString();
}
