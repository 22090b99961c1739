import type { Ranked, Shortlist } from '@shared/shortlist/contract'
import { LEVEL_NAMES, STATUS_NAMES } from '@shared/unit/rules'
import type { Cell, SheetContent } from '../../ports/sheets'

const COLUMNS = [
  { title: '排名', width: 8 },
  { title: '编号', width: 8 },
  { title: '名单', width: 14 },
  { title: '名称', width: 30 },
  { title: '单位', width: 30 },
  { title: '层级', width: 10 },
  { title: '市州', width: 12 },
  { title: '区县', width: 12 },
  { title: '认证', width: 10 },
  { title: '事迹评分', width: 10 },
  { title: '回复率（%）', width: 12 },
  { title: '回复量', width: 10 },
  { title: '答复时长中位数（小时）', width: 20 },
  { title: '回复分', width: 10 },
  { title: '综合分', width: 10 },
  { title: '抽签校验值', width: 68 },
]

/** A category's list as a sheet: all that were accepted, the best first, with what became of them. */
export function sheetOf(list: Shortlist): SheetContent {
  const entries = new Map(list.entries.map((one) => [one.id, one]))
  const placeOf = (id: string): string => {
    const entry = entries.get(id)
    if (entry?.withdrawn) return '已退出评选'
    if (entry?.dropped) return '已撤下'
    const pick = list.picks.findIndex((one) => one.id === id)
    return entry ? '在名单' : pick >= 0 ? `第 ${pick + 1} 位` : ''
  }
  const rowOf = ({ id, rank, title, unit, score, record, recordPoints, total }: Ranked): Cell[] => {
    const { level, region, status } = unit
    const rate = record?.rate ?? null
    return [
      ...[rank, entries.get(id)?.number ?? null, placeOf(id), entries.get(id)?.name || title, unit.name],
      ...[LEVEL_NAMES[level], region.city, region.county, STATUS_NAMES[status], score],
      ...[rate === null ? null : Math.round(rate * 1000) / 10, record?.answered ?? null],
      ...[record?.medianAnswerHours ?? null, recordPoints, total, entries.get(id)?.key ?? null],
    ]
  }
  return { name: list.categoryName.slice(0, 31), columns: COLUMNS, rows: list.accepted.map(rowOf) }
}
