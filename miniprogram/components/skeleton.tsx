import './skeleton.scss'

/** Grey shapes in the place of what is being fetched. `card`: a candidate; `row`: a line of a list; `text`: a paragraph. */
export function Skeleton({ shape, count = 1 }: { shape: 'card' | 'row' | 'text'; count?: number }) {
  return (
    <>
      {Array.from({ length: count }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={i} className={`skeleton skeleton-${shape}`} aria-hidden="true">
          {shape === 'text' ? null : <div className="skeleton-box" />}
          <div className="skeleton-lines">
            <div className="skeleton-line" />
            <div className="skeleton-line is-mid" />
            <div className="skeleton-line is-short" />
          </div>
        </div>
      ))}
    </>
  )
}
