import { readFileSync } from 'node:fs'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

declare global {
  interface Window {
    axe: typeof axe
  }
}

/**
 * What axe-core finds on a page that keeps people out (`serious` or `critical`), one line each; WCAG 2.1 AA, frames included.
 * With `within`, a selector, only in that part of it.
 */
export async function barriersOf(page: Page, within?: string): Promise<string[]> {
  await atRest(page)
  for (const frame of page.frames()) await frame.evaluate(AXE)
  return page.evaluate(async (part) => {
    const { violations } = await window.axe.run(part ?? document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
    })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
      )
  }, within)
}

/** Waits until nothing is fading in or out any more: half-way colours are nobody's choice. */
async function atRest(page: Page): Promise<void> {
  // What was just opened begins to move with one of the next frames.
  await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))))
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== 'running' || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY,
      ),
  )
}
