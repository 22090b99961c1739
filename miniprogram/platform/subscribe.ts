import Taro from '@tarojs/taro'
import { WEB } from './kind'

/** Whether one can be asked here: WeChat asks in the mini-program only. */
export const CAN_SUBSCRIBE = !WEB

/**
 * Has WeChat ask for consent to a message of each template, and answers those that were agreed to. To be called by a tap
 * itself, with nothing waited for in between: else WeChat does not ask. Nothing agreed to where it fails.
 */
export async function askConsent(templateIds: string[]): Promise<string[]> {
  if (!CAN_SUBSCRIBE || templateIds.length === 0) return []
  try {
    // Taro's type wants another platform's list as well.
    const option = { tmplIds: templateIds } as Taro.requestSubscribeMessage.Option
    const answers = (await Taro.requestSubscribeMessage(option)) as { [templateId: string]: unknown }
    return templateIds.filter((id) => answers[id] === 'accept')
  } catch {
    return []
  }
}
