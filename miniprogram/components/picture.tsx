import { useState } from 'react'
import { fileUrl } from '@/platform/file'
import { WEB } from '@/platform/kind'
import './picture.scss'

const fit = WEB
  ? { loading: 'lazy' as const, decoding: 'async' as const }
  : { mode: 'aspectFill', lazyLoad: true }

/** A picture that fills its frame; a frame without a broken sign when it cannot be loaded. */
export function Picture({ path, alt, className = '' }: { path: string; alt: string; className?: string }) {
  const [broken, setBroken] = useState(false)
  return (
    <div className={`picture ${className}`}>
      {broken || !path ? null : (
        <img
          className="picture-image"
          src={fileUrl(path)}
          alt={alt}
          {...fit}
          onError={() => setBroken(true)}
        />
      )}
    </div>
  )
}
