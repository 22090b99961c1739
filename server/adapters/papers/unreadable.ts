import { Refusal } from '@shared/kernel/errors'

export const unreadable = (message: string) => new Refusal('paper_unreadable', undefined, message)

/** Does what reads a file, whose every failure is the file's: it is refused in words. */
export async function orUnreadable<T>(message: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw error instanceof Refusal && error.code === 'paper_unreadable' ? error : unreadable(message)
  }
}
