import type { Menu, MenuButton } from '@shared/edition/contract'
import type { MenuButton as WeChatButton } from '../../ports/wechat'

/** An edition's menu as WeChat takes it, with links below `publicUrl`. */
export function completeMenu(menu: Menu, publicUrl: string): WeChatButton[] {
  const complete = (button: MenuButton): WeChatButton =>
    'path' in button
      ? { name: button.name, type: 'view', url: `${publicUrl}${button.path}` }
      : { name: button.name, type: 'click', key: button.says }
  return menu.map((item) =>
    'buttons' in item ? { name: item.name, sub_button: item.buttons.map(complete) } : complete(item),
  )
}
