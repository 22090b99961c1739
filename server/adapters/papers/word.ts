import type { Blank, BlankRow } from '@shared/nomination/paper/blank'
import {
  AlignmentType,
  BorderStyle,
  Document,
  type IParagraphOptions,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx'

const FONT = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体' }
/** Twentieths of a point: the width between the margins of an A4 page, as label and help, and three of an answer. */
const WIDTHS = [2900, 3600, 1400, 1172] as const
const ANSWER_WIDTH = WIDTHS[1] + WIDTHS[2] + WIDTHS[3]
const MARGIN = 1417
/** A line of 12 points with its leading. */
const LINE = 360
const GREY = '7A7A7A'

/** A form as a `.docx`: a table with an answer in each row, help standing below the label. */
export async function writeWord({ title, notes, columns, rows }: Blank): Promise<Buffer> {
  const document = new Document({
    title,
    creator: '',
    styles: { default: { document: { run: { font: FONT, size: 24 } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11906, height: 16838 },
            margin: { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN },
          },
        },
        children: [
          new Paragraph({
            alignment: AlignmentType.CENTER,
            spacing: { after: 200 },
            children: [new TextRun({ text: title, bold: true, size: 36 })],
          }),
          ...notes.map((note) => grey(note, { spacing: { after: 80 } })),
          new Table({
            width: { size: WIDTHS[0] + ANSWER_WIDTH, type: WidthType.DXA },
            columnWidths: [...WIDTHS],
            layout: TableLayoutType.FIXED,
            borders: borders(),
            rows: [
              new TableRow({
                tableHeader: true,
                children: [heading(columns.label, WIDTHS[0]), heading(columns.answer, ANSWER_WIDTH, 3)],
              }),
              ...rows.flatMap(tableRows),
            ],
          }),
        ],
      },
    ],
  })
  return Packer.toBuffer(document)
}

function tableRows({ label, help, value, lines, table }: BlankRow): TableRow[] {
  const height = { value: LINE * lines + 160, rule: 'atLeast' } as const
  if (!table) {
    const answer = new TableCell({
      columnSpan: 3,
      width: { size: ANSWER_WIDTH, type: WidthType.DXA },
      verticalAlign: lines === 1 ? VerticalAlign.CENTER : VerticalAlign.TOP,
      children: [new Paragraph(value)],
    })
    return [new TableRow({ height, cantSplit: lines === 1, children: [labelCell(label, help), answer] })]
  }
  return [
    new TableRow({
      children: [
        labelCell(label, help, table.rows + 1),
        ...table.columns.map((name, i) => heading(name, WIDTHS[i + 1]!)),
      ],
    }),
    ...Array.from(
      { length: table.rows },
      () =>
        new TableRow({
          height,
          children: table.columns.map(
            (_, i) =>
              new TableCell({
                width: { size: WIDTHS[i + 1]!, type: WidthType.DXA },
                children: [new Paragraph('')],
              }),
          ),
        }),
    ),
  ]
}

function labelCell(label: string, help: string, rowSpan = 1): TableCell {
  return new TableCell({
    rowSpan,
    width: { size: WIDTHS[0], type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    children: [
      new Paragraph({ children: [new TextRun({ text: label, bold: true })] }),
      ...(help ? help.split('\n').map((text) => grey(text)) : []),
    ],
  })
}

function heading(text: string, width: number, columnSpan = 1): TableCell {
  return new TableCell({
    columnSpan,
    width: { size: width, type: WidthType.DXA },
    shading: { fill: 'F2F2F2' },
    children: [
      new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ text, bold: true })] }),
    ],
  })
}

const grey = (text: string, more: IParagraphOptions = {}) =>
  new Paragraph({ ...more, children: [new TextRun({ text, size: 18, color: GREY })] })

function borders() {
  const line = { style: BorderStyle.SINGLE, size: 4, color: 'A6A6A6' }
  return { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line }
}
