/**
 * Whoever comes by an invite has the files of the way in fetched beside the page's first ones, not after them.
 *
 * Runs by itself, before anything else has come; imports nothing. The names are filled in by plugins/way-in.ts.
 */
export {};

const named = document.querySelector<HTMLScriptElement>('script[data-way-in]')?.dataset.wayIn;
if (named && /[#&]moi=/.test(location.hash)) {
  for (const name of named.split(' ')) {
    const link = document.createElement('link');
    const style = name.endsWith('.css');
    link.rel = style ? 'preload' : 'modulepreload';
    if (style) link.as = 'style';
    link.crossOrigin = '';
    link.href = `/${name}`;
    document.head.append(link);
  }
}
