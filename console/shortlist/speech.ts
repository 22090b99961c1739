import type { DndContextProps } from '@dnd-kit/core'
import type { Choice } from '@shared/shortlist/contract'

/** Before the id of what is dragged from the accepted into the list. */
export const ADD = 'add:'
/** The list itself, where one can let go below the last. */
export const LIST = 'list'

/** What is read aloud while something is dragged by keyboard. */
export function speech(
  nameOf: (id: string) => string,
  picks: readonly Choice[],
): DndContextProps['accessibility'] {
  const place = (id: unknown) => {
    const at = picks.findIndex((one) => one.id === id)
    return at < 0 ? '名单末尾' : `第 ${at + 1} 位`
  }
  return {
    screenReaderInstructions: {
      draggable: '按空格键拿起，用上下方向键移动，再按空格键放下；按 Esc 键取消。',
    },
    announcements: {
      onDragStart: ({ active }) => `拿起了${nameOf(String(active.id))}`,
      onDragOver: ({ over }) => (over ? `移到${place(over.id)}` : '不在名单上'),
      onDragEnd: ({ active, over }) =>
        over ? `${nameOf(String(active.id))}放在${place(over.id)}` : `${nameOf(String(active.id))}没有移动`,
      onDragCancel: ({ active }) => `取消了，${nameOf(String(active.id))}没有移动`,
    },
  }
}
