import type { Role } from '@shared/kernel/policy'
import type { Browser, Page } from 'playwright-core'
import type { Api } from '../support/api'
import { barriersOf } from '../support/axe'
import { openBrowser } from '../support/browser'
import { dialogOf as dialog, openConsole } from '../support/console'
import {
  asRepresentative,
  begin,
  buildUnit,
  deeds,
  nominationEdition,
  SOMEBODY,
  submitted,
} from '../support/nomination'
import { asStaff } from '../support/staff'
import { photo, upload } from '../support/upload'
import { startWorld, type World } from '../support/world'

let world: World
let browser: Browser
beforeAll(async () => {
  world = await startWorld({ edition: nominationEdition(), perCategory: 1 })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

let made = 0
/** A unit of its own, with somebody who speaks for it. */
async function speakFor(name: string): Promise<{ unit: string; me: Api }> {
  const unit = `e${++made}`
  await world.deps.units.saveAll([buildUnit(unit, { name: `${name}（示例）` })])
  return { unit, me: await asRepresentative(world, unit, `speaks-${unit}`) }
}

const openAs = (role: Role, path: string) => openConsole(world, browser, role, path)

const verb = (page: Page, name: string | RegExp) =>
  page.locator('.foot').getByRole('button', { name, exact: true })
const tick = (page: Page, place: Page | ReturnType<typeof dialog> = page) =>
  place
    .getByRole('checkbox')
    .all()
    .then(async (boxes) => {
      for (const box of boxes) await box.check()
    })

test('a code is issued to a unit that is looked for, printed as a letter, and revoked with a reason', async () => {
  await world.deps.units.saveAll([buildUnit('coded', { name: '发码街道办事处（示例）' })])
  const { page, faults, context } = await openAs('editor', '/representatives?tab=codes')
  await page.getByRole('button', { name: '发放认领码' }).click()
  await page.getByText('指定单位').click()
  await page.getByLabel('单位', { exact: true }).fill('发码街道')
  await page.locator('.ant-select-item-option').last().click()
  await page.keyboard.press('Escape')
  expect(await barriersOf(page)).toEqual([])
  await page.getByRole('button', { name: '下一步：核对' }).click()
  await page.getByRole('button', { name: '发放 1 个认领码' }).click()
  await page.getByText('已发放 1 个认领码').waitFor()
  const [letter] = await Promise.all([
    page.waitForEvent('download'),
    dialog(page).getByRole('button', { name: '打印信件' }).click(),
  ])
  expect(letter.suggestedFilename()).toMatch(/\.pdf$/)
  await dialog(page)
    .getByRole('button', { name: /关\s?闭/ })
    .last()
    .click()
  const row = page.getByRole('row', { name: /发码街道办事处/ })
  expect(await row.locator('.code').textContent()).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/)
  await row.getByRole('button', { name: /作废/ }).click()
  await page.getByLabel('原因').fill('信件退回，地址有误')
  await dialog(page).getByRole('button', { name: '作废' }).click()
  await row.getByText('信件退回，地址有误').waitFor()
  expect(await barriersOf(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
})

test('a request is approved after a look at its proof, and the person speaks for the unit', async () => {
  await world.deps.units.saveAll([buildUnit('asked', { name: '申请街道办事处（示例）' })])
  const asker = await world.api.as('asker')
  const proof = [(await upload(asker, await photo(), '介绍信.jpg')).id]
  await asker.call('POST /api/representatives/requests', { body: { ...SOMEBODY, unit: 'asked', proof } })
  const { page, faults, context } = await openAs('editor', '/representatives')
  await page.getByRole('tab', { name: '申请与代表（待审核 1）' }).waitFor()
  await page.getByRole('button', { name: `审核${SOMEBODY.name}` }).click()
  await dialog(page).getByRole('button', { name: '显示完整电话 138****5678' }).click()
  await dialog(page).getByText(SOMEBODY.phone).waitFor()
  await dialog(page)
    .getByRole('img', { name: /介绍信/ })
    .click()
  await page.locator('.ant-image-preview img').first().waitFor()
  await page.keyboard.press('Escape')
  expect(await barriersOf(page)).toEqual([])
  await dialog(page).getByRole('button', { name: '通过', exact: true }).click()
  await page.getByText('已通过，本人可以开始报名了').waitFor()
  const { items } = (await asker.call('GET /api/representatives/mine', {})).body
  expect(items[0]).toMatchObject({ status: 'active', unit: { id: 'asked' } })
  expect(faults).toEqual([])
  await context.close()
})

test('a nomination is returned with a remark at a field, comes back, and is accepted once all is checked', async () => {
  const { unit, me } = await speakFor('批注街道')
  const { id } = (await submitted(me, unit, 'caseStudy')).body
  const objection = { text: '八月实际答复二十八件，少算了三件' }
  await me.call('POST /api/nominations/:id/objection', { params: { id }, body: objection })
  const { page, faults, context, name } = await openAs('editor', '/nominations?q=批注街道')
  await page.getByRole('link', { name: '老小区加装电梯（示例）' }).click()
  await page.getByRole('heading', { name: '做法' }).waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.getByLabel('答复这条异议').fill('已核对，单位库已更正')
  await page.getByRole('button', { name: '答复', exact: true }).click()
  await page.getByText('已核对，单位库已更正').waitFor()
  await page.getByRole('button', { name: '给“做法”写批注' }).click()
  await page.getByLabel('对“做法”的批注').fill('请写明由哪个部门牵头')
  await page.reload()
  await verb(page, '退回修改（1 处批注）').click()
  await dialog(page).getByText('请写明由哪个部门牵头').waitFor()
  expect(await barriersOf(page)).toEqual([])
  await dialog(page).getByRole('button', { name: '退回', exact: true }).click()
  await page.getByText('已退回，等单位修改后重新提交').waitFor()

  const { body: seen } = await me.call('GET /api/nominations/:id', { params: { id } })
  expect(seen.returned!.fields).toEqual([{ key: 'actions', message: '请写明由哪个部门牵头' }])
  const answers = { ...seen.answers, actions: `城管局牵头。${deeds(220)}` }
  const params = { id }
  const { body: saved } = await me.call('PUT /api/nominations/:id', {
    params,
    body: { version: seen.version, answers },
  })
  await me.call('POST /api/nominations/:id/submit', { params, body: { version: saved.version } })

  await page.reload()
  await page.getByText('上次退回时请单位修改：').waitFor()
  await page.getByRole('checkbox', { name: '数据与材料相符' }).check()
  await page.getByLabel('事迹评分').fill('88')
  await page.getByLabel('事迹评分').press('Enter')
  await page.getByRole('button', { name: '由我审核' }).click() // at once: one's own acts do not get in each other's way
  await page.getByText('还有 2 项').waitFor()
  await page.getByRole('button', { name: '由我审核' }).waitFor({ state: 'hidden' })
  await verb(page, '通过').click()
  const accept = dialog(page).getByRole('button', { name: '通过', exact: true })
  expect(await accept.isDisabled()).toBe(true)
  await tick(page, dialog(page))
  expect(await barriersOf(page)).toEqual([])
  await accept.click()
  await page.getByText('已通过，单位会收到通知').waitFor()
  const staff = await asStaff(world, 'editor')
  const { body } = await staff.call('GET /api/staff/nominations/:id', { params })
  expect(body).toMatchObject({ status: 'accepted', score: 88, screener: { name } })
  expect(body.checked).toHaveLength(3)
  await page.getByText('待审核的都看过了').waitFor() // of what the queue was narrowed to
  expect(await barriersOf(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
})

test('whoever decides second is told what the first one did, and overwrites nothing', async () => {
  const { unit, me } = await speakFor('同时街道')
  const { id, version } = (await submitted(me, unit, 'unit')).body
  const { page, context } = await openAs('editor', `/nominations/${id}`)
  await verb(page, '通过').waitFor()
  const other = await asStaff(world, 'editor')
  await other.call('PUT /api/staff/nominations/:id/decision', {
    params: { id },
    body: { move: 'reject', version, reason: '材料与本年度无关' },
  })
  await verb(page, '通过').click()
  await tick(page, dialog(page))
  await dialog(page).getByRole('button', { name: '通过', exact: true }).click()
  await page.getByText('您的操作没有执行').waitFor()
  await page.getByText(/不通过：材料与本年度无关/).waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.getByRole('button', { name: '查看最新内容' }).click()
  await page.getByText('未通过的原因').waitFor()
  const { body } = await other.call('GET /api/staff/nominations/:id', { params: { id } })
  expect(body).toMatchObject({ status: 'rejected', checked: [] })
  await context.close()
})

test('the keys J and K go through the queue as it was opened, and two are read next to each other', async () => {
  for (const name of ['次序甲', '次序乙']) {
    const { unit, me } = await speakFor(name)
    await submitted(me, unit, 'worker')
  }
  const { page, context } = await openAs('coordinator', '/nominations?category=worker')
  await page.getByRole('link', { name: '王示例' }).first().click()
  await page.getByText('1 / 2', { exact: true }).waitFor()
  await page.keyboard.press('j')
  await page.getByText('2 / 2', { exact: true }).waitFor()
  await page.keyboard.press('k')
  await page.getByText('1 / 2', { exact: true }).waitFor()
  await page.getByRole('button', { name: '并排对照' }).click()
  await page.getByLabel('与哪一份对照').click()
  await page.locator('.ant-select-item-option').first().click()
  await page.getByRole('link', { name: '打开这一份' }).waitFor()
  expect(await page.locator('.prose').count()).toBe(2)
  expect(await barriersOf(page)).toEqual([])
  await context.close()
})

test('a decision leads on to the next that waits, by button or by J, until none is left', async () => {
  for (const name of ['接着甲', '接着乙', '接着丙']) {
    const { unit, me } = await speakFor(name)
    await submitted(me, unit, 'unit')
  }
  const { page, faults, context } = await openAs('editor', '/nominations?q=接着')
  const refuse = async (unit: string) => {
    await page.getByRole('heading', { level: 1, name: unit }).waitFor()
    await verb(page, '不通过').click()
    await dialog(page).getByLabel('原因').fill('示例：材料与本年度无关')
    await dialog(page).getByRole('button', { name: '不通过' }).click()
    await page.getByText('已定为不通过，单位会看到原因').last().waitFor()
  }
  await page.getByRole('link', { name: '接着甲（示例）' }).click()
  await refuse('接着甲（示例）')
  await verb(page, '下一份（还有 2 份）').click()
  await refuse('接着乙（示例）')
  await verb(page, '下一份（还有 1 份）').waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.keyboard.press('j')
  await refuse('接着丙（示例）')
  await page.getByText('待审核的都看过了').waitFor()
  await page.getByRole('link', { name: '回到列表' }).click()
  await page.getByText('没有符合条件的报名').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('telephone numbers are masked until a screener looks, and again after that', async () => {
  const { unit, me } = await speakFor('电话街道')
  const { id } = (await submitted(me, unit, 'unit')).body
  const { page, faults, context } = await openAs('editor', `/nominations/${id}`)
  await page.getByText('138****5678').waitFor()
  expect(await page.getByText('027-88567717').count()).toBe(0)
  expect(await barriersOf(page)).toEqual([])
  const clear = await page.locator('.side-column .phone').evaluate((phone) => {
    const number = document.createRange()
    number.selectNode(phone.firstChild!)
    return phone.querySelector('button')!.getBoundingClientRect().left - number.getBoundingClientRect().right
  })
  expect(clear).toBeGreaterThan(0) // the button does not stand on the last digit
  await page.getByRole('button', { name: '显示完整电话 027-8856****' }).click()
  await page.getByText('027-88567717').waitFor()
  await page.getByText(SOMEBODY.phone).waitFor()
  await page.reload()
  await page.getByText('138****5678').waitFor()
  const { total } = await world.deps.audit.list({ page: 1, pageSize: 1, action: 'nomination.lookAtPhones' })
  expect(total).toBe(1)
  expect(faults).toEqual([])
  await context.close()
})

test('an auditor reads everything but telephone numbers, and can decide nothing', async () => {
  const { unit, me } = await speakFor('旁观街道')
  const { id } = (await submitted(me, unit, 'unit')).body
  const { page, faults, context } = await openAs('auditor', `/nominations/${id}`)
  await page.getByText('138****5678').waitFor()
  expect(await page.getByText('请填写 11 位手机号').count()).toBe(0)
  expect(await page.getByRole('button', { name: /通过|退回|批注|发表|由我审核|填|显示/ }).count()).toBe(0)
  expect(await page.getByRole('checkbox').first().isDisabled()).toBe(true)
  expect(await barriersOf(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
})

test('staff fill in a form for a unit that wrote, with its pictures, and hand it in on a stated ground', async () => {
  await world.deps.units.saveAll([buildUnit('wrote', { name: '来信街道办事处（示例）' })])
  const { page, faults, context } = await openAs('editor', '/nominations')
  await page.getByRole('button', { name: '代单位填报' }).click()
  await page.getByLabel('单位', { exact: true }).fill('来信街道')
  await page.locator('.ant-select-item-option').last().click()
  await page.getByRole('button', { name: '开始填写' }).click()
  await page.getByRole('textbox', { name: '一句话介绍' }).fill('三天内给路口补上斑马线')
  await page.getByRole('textbox', { name: '事迹摘要' }).fill(deeds(320))
  await page.getByRole('button', { name: '代为提交' }).click()
  await page.getByText('请上传照片').waitFor()
  expect(await barriersOf(page)).toEqual([])
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: '选择照片' }).click(),
  ])
  await chooser.setFiles({ name: '现场.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await page.getByRole('img', { name: '现场.jpg' }).waitFor()
  await page.getByRole('textbox', { name: '联系人' }).fill('示例同志')
  await page.getByRole('textbox', { name: '联系电话' }).fill('027-88567717')
  await page.getByRole('button', { name: '代为提交' }).click()
  await dialog(page).getByLabel('依据').fill('4月20日来信，盖有单位公章')
  await dialog(page).getByRole('button', { name: '代为提交' }).click()
  await page.getByText('已代为提交，进入待审核').waitFor()
  await page.getByText('4月20日来信，盖有单位公章').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('what the queue shows is taken away as a sheet and as dossiers', async () => {
  const { unit, me } = await speakFor('导出街道')
  await submitted(me, unit, 'unit')
  const { page, faults, context } = await openAs('admin', '/nominations')
  await page.getByRole('button', { name: '导出' }).click()
  await dialog(page).getByRole('checkbox', { name: '含完整电话' }).check()
  for (const [format, ending] of [
    [/Excel 表格/, /\.xlsx$/],
    [/卷宗压缩包/, /\.zip$/],
  ] as const) {
    await dialog(page).getByRole('radio', { name: format }).check()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog(page)
        .getByRole('button', { name: /^导出 \d+ 份$/ })
        .click(),
    ])
    expect(file.suggestedFilename()).toMatch(ending)
    await page.getByText(/已保存到浏览器的下载/).waitFor()
  }
  expect(await barriersOf(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
})

test('a question is added to a form while units file by it, with a warning, and they are asked it', async () => {
  const { page, context } = await openAs('admin', '/editions/2021')
  await page.getByRole('tab', { name: '报名', exact: true }).click()
  await page
    .getByRole('button', { name: /增加一栏/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: '一行文字' }).click()
  await page.getByLabel('名称', { exact: true }).last().fill('媒体报道')
  await page.getByText(/正在填写的单位按新表填写/).waitFor()
  await page.getByRole('region', { name: '手机上的报名表' }).getByText('媒体报道', { exact: true }).waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.getByRole('button', { name: /^保存/ }).click()
  await tick(page, dialog(page))
  await page.getByLabel('原因').fill('增加一项（示例）')
  await dialog(page).getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存，网友几秒内就会看到').waitFor()
  const { forms } = (await world.api.call('GET /api/nomination-guide', {})).body
  expect(forms[0]!.form.at(-1)).toMatchObject({ label: '媒体报道', kind: 'line', required: true })
  await context.close()
})

test('what two write into one form at once is merged, and where both wrote in one field, one chooses', async () => {
  const { unit, me } = await speakFor('合写街道')
  const draft = { summary: '原来的介绍', deeds: deeds(320) }
  const { body } = await begin(me, unit, 'unit', draft)
  const { page, context } = await openAs('editor', `/nominations/${body.id}?fill=1`)
  await page.getByRole('textbox', { name: '一句话介绍' }).fill('我改的介绍')
  await page.getByRole('textbox', { name: '联系人' }).fill('我填的联系人')
  await me.call('PUT /api/nominations/:id', {
    params: { id: body.id },
    body: {
      version: body.version,
      answers: { ...draft, summary: '单位改的介绍', contactPhone: '13800001234' },
    },
  })
  await page.getByRole('button', { name: '保存草稿' }).click()
  await page.getByText('您的操作没有执行').waitFor()
  await page.getByRole('button', { name: '查看最新内容' }).click()
  await page.getByText('有 1 栏两人都改了').waitFor()
  await page.getByText('138****1234').waitFor()
  expect(await page.getByRole('textbox', { name: '联系人' }).inputValue()).toBe('我填的联系人')
  expect(await barriersOf(page)).toEqual([])
  await page.getByRole('button', { name: '用对方的' }).click()
  await page.getByRole('button', { name: '保存草稿' }).click()
  await page.getByText('已保存', { exact: true }).waitFor()
  const { body: kept } = await me.call('GET /api/nominations/:id', { params: { id: body.id } })
  expect(kept.answers).toMatchObject({
    ...{ summary: '单位改的介绍', contactName: '我填的联系人', contactPhone: '13800001234' },
  })
  await context.close()
})

test('staff who fill in a draft leave its number as it is, or write another one', async () => {
  const { unit, me } = await speakFor('改号街道')
  const { body } = await begin(me, unit, 'unit', { contactPhone: '13800001234', contactName: '李示例' })
  const { page, faults, context } = await openAs('editor', `/nominations/${body.id}?fill=1`)
  const kept = async () =>
    (await me.call('GET /api/nominations/:id', { params: { id: body.id } })).body.answers
  const save = async () => {
    await page.getByRole('button', { name: '保存草稿' }).click()
    await page.getByText(/已保存，共/).waitFor()
  }
  await page.getByText('138****1234').waitFor()
  await page.getByRole('textbox', { name: '一句话介绍' }).fill('三天内补上斑马线')
  await save()
  expect(await kept()).toMatchObject({ summary: '三天内补上斑马线', contactPhone: '13800001234' })
  await page.getByRole('button', { name: '换一个号码' }).click()
  await page.getByRole('textbox', { name: '联系电话' }).fill('13899991234')
  expect(await barriersOf(page)).toEqual([])
  await save()
  await page.getByText('138****1234').waitFor() // masked, it looks the same
  expect(await kept()).toMatchObject({ contactPhone: '13899991234', contactName: '李示例' })
  expect(faults).toEqual([])
  await context.close()
})
