/** What of a phase makes its place in the schedule. */
type Window = { name: string; opensAt: string; closesAt: string | null }

/** What is wrong with a phase's place: `at` is its index. */
export type ScheduleFault = { at: number; field: keyof Window; text: string }

/**
 * What is wrong with phases as a schedule: windows follow each other in the order of their names, and only the last may stay
 * open. Gaps are allowed. `order` is that of the names.
 */
export function scheduleFaults(phases: Window[], order: readonly string[]): ScheduleFault[] {
  return phases.flatMap(({ name, opensAt, closesAt }, at) => {
    const faults: ScheduleFault[] = []
    const before = phases[at - 1]
    if (closesAt !== null && Date.parse(closesAt) <= Date.parse(opensAt)) {
      faults.push({ at, field: 'closesAt', text: '结束时间要晚于开始时间' })
    }
    if (closesAt === null && at < phases.length - 1) {
      faults.push({ at, field: 'closesAt', text: '只有最后一个阶段可以不设结束时间' })
    }
    if (before && order.indexOf(name) <= order.indexOf(before.name)) {
      faults.push({ at, field: 'name', text: '阶段的先后次序不对，或有重复' })
    }
    if (before?.closesAt && Date.parse(opensAt) < Date.parse(before.closesAt)) {
      faults.push({ at, field: 'opensAt', text: '不能早于上一阶段的结束时间' })
    }
    return faults
  })
}
