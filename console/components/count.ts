/** A number as it is read, `12,345`. */
export const countText = (n: number): string => n.toLocaleString('zh-CN')
