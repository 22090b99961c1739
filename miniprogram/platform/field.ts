/** What was typed, from an input event of the web or of the mini-program. */
export function typed(event: unknown): string {
  const { detail, target } = event as { detail?: { value?: string }; target?: { value?: string } }
  return detail?.value ?? target?.value ?? ''
}
