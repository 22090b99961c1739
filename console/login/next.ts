/** Where to go after logging in: a path of the console, never another site. */
export function innerPath(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/'
}
