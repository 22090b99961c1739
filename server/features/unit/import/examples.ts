import type { UnitFields } from '@shared/unit/import/rules'

const MONTHS = [12, 8, 15, 17, 14, 13, 12, 14, 16, 13, 15, 18]
const sum = MONTHS.reduce((total, count) => total + count, 0)

/** Invented units that show how the template is filled in. */
export const EXAMPLES: UnitFields[] = [
  {
    name: '武昌区示例街道办事处（示例）',
    level: 'township',
    region: { code: '420106', cityCode: '420100', city: '武汉市', county: '武昌区' },
    creditCode: null,
    status: 'certified',
    contact: { name: '示例联系人', phone: '027-00000000' },
    sample: true,
    replyRecords: [
      {
        ...{ year: 2021, received: sum, answered: sum - 12, medianAnswerHours: 26.5 },
        ...{ monthlyReceived: MONTHS, monthlyAnswered: MONTHS.map((count) => count - 1) },
      },
    ],
  },
  {
    name: '湖北省示例厅（示例）',
    level: 'province',
    region: { code: '420000', cityCode: '420000', city: '省直单位', county: null },
    creditCode: null,
    status: 'certified',
    contact: { name: null, phone: null },
    sample: true,
    replyRecords: [],
  },
]
