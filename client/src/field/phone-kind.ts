/**
 * What kind of browser this is, as far as it decides whether a log can be kept in it.
 * Pure but for the defaults. Promises: an unknown browser is taken as able.
 */
type Where = { userAgent: string; platform?: string; touchPoints?: number };

function here(): Where {
  return {
    userAgent: navigator.userAgent,
    platform: navigator.platform,
    touchPoints: navigator.maxTouchPoints,
  };
}

/** iPhone, iPod, and iPads that call themselves Macs. */
export function isApple({ userAgent, platform = '', touchPoints = 0 }: Where = here()): boolean {
  return /iPhone|iPad|iPod/.test(userAgent) || (/^Mac/.test(platform) && touchPoints > 1);
}

/** The app whose built-in browser this is, by its name; null for a real browser. */
export function inAppName({ userAgent }: Where = here()): string | null {
  if (/Zalo/i.test(userAgent)) return 'Zalo';
  if (/\bFB(AN|AV|_IAB)|\[FB/.test(userAgent))
    return /Messenger|Orca/i.test(userAgent) ? 'Messenger' : 'Facebook';
  if (/Instagram/.test(userAgent)) return 'Instagram';
  if (/TikTok|musical_ly|BytedanceWebview/i.test(userAgent)) return 'TikTok';
  if (/; wv\)/.test(userAgent)) return 'ứng dụng khác';
  return null;
}

/** Opened from the home screen. */
export function isStandalone(): boolean {
  const apple = (navigator as Navigator & { standalone?: boolean }).standalone === true;
  return (
    apple ||
    matchMedia('(display-mode: standalone), (display-mode: minimal-ui), (display-mode: fullscreen)')
      .matches
  );
}
