import { COLUMNS, FIELDS, type Field } from '@shared/unit/import/columns'
import { readXlsx } from 'hucre/xlsx'
import iconv from 'iconv-lite'
import type { Answer, Api } from './api'

/** A row of the units' sheet by field; what is left out is empty. */
export type Row = Partial<Record<Field, string | number>>

/** A unit of 武昌区 as a row, invented. */
export const township = (name: string, more: Row = {}): Row => ({
  ...{ name: `${name}（示例）`, level: '乡镇级', region: '420106', city: '武汉市', county: '武昌区' },
  ...more,
})

/** A year's record as a row has it: so many messages each month, all but `open` answered in January. */
export function yearly(year: number, perMonth: number, open = 0): Row {
  const months = Array.from({ length: 12 }, (_, i) => i + 1)
  return {
    ...{ year, median: 12.5 },
    ...Object.fromEntries(months.map((month) => [`received${month}`, perMonth])),
    ...Object.fromEntries(months.map((month) => [`answered${month}`, perMonth - (month === 1 ? open : 0)])),
  }
}

/** The rows as a .csv, in UTF-8 or as Excel writes it in China. */
export function csvOf(rows: Row[], encoding: 'utf8' | 'gb18030' = 'utf8'): Buffer {
  const lines = [
    FIELDS.map((field) => COLUMNS[field].title),
    ...rows.map((row) => FIELDS.map((field) => row[field] ?? '')),
  ]
  return iconv.encode(lines.map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\r\n'), encoding)
}

/** Uploads a file to be imported, as the console does. */
export async function upload(api: Api, content: Uint8Array, filename = '单位.csv') {
  const path = `/api/staff/unit-imports?filename=${encodeURIComponent(filename)}`
  const response = await fetch(api.url + path, {
    method: 'POST',
    headers: api.cookieFor(path),
    body: content as unknown as string, // the types of fetch know no Buffer
  })
  return {
    status: response.status,
    body: (await response.json()) as Answer<'POST /api/staff/unit-imports'>['body'],
  }
}

/** Downloads a file and reads its first sheet: the header and the rows. */
export async function download(api: Api, path: string): Promise<unknown[][]> {
  const response = await fetch(api.url + path, { headers: api.cookieFor(path) })
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
  const { sheets } = await readXlsx(new Uint8Array(await response.arrayBuffer()))
  return sheets[0]!.rows
}
