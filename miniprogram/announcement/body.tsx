import { RichText } from '@tarojs/components'
import { fileUrl } from '@/platform/file'
import { WEB } from '@/platform/kind'
import './body.scss'

/** A body as the server has cleaned it. The mini-program shows it by WeChat's own component, which knows no links. */
export function Body({ html }: { html: string }) {
  // WeChat's component takes styles by class only, and resolves no address.
  const dressed = html
    .replace(/<(p|h2|h3|blockquote|ul|ol|li|img|a|hr)\b/g, '<$1 class="rich-$1"')
    .replace(/src="([^"]+)"/g, (_, path: string) => `src="${fileUrl(path)}"`)
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the server lets through what announcement/body.ts lists, and no more
  return WEB ? <div dangerouslySetInnerHTML={{ __html: dressed }} /> : <RichText nodes={dressed} />
}
