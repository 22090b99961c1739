/** The full address of a site-relative file (`/files/…`): the mini-program has no origin to resolve it against. */
export function fileUrl(path: string): string {
  return path.startsWith('/') ? PINGXUAN_API_BASE + path : path
}
