/** A page's address as WeChat takes it for the signature: without its fragment. */
export function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '')
}

/**
 * The address whose signature WeChat checks when a page calls `wx.config`. On iOS it knows the page by the address the
 * person landed on, wherever the page has moved without loading; elsewhere by the one it shows now.
 */
export function pageToSign({
  landing,
  current,
  userAgent,
}: Record<'landing' | 'current' | 'userAgent', string>): string {
  return withoutFragment(/iPhone|iPad|iPod/.test(userAgent) ? landing : current)
}
