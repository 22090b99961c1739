import { timeText } from '@shared/kernel/dates'
import { useQuery } from '@tanstack/react-query'
import { Modal, QRCode, Spin } from 'antd'
import { Refused } from '../../components/refused'
import { request } from '../../platform/request'

/** A code; whoever scans it gets the announcement in their own WeChat, as it was last saved. */
export function TrialDialog({ announcement, onClose }: { announcement: string; onClose: () => void }) {
  const trial = useQuery({
    queryKey: ['trial', announcement],
    queryFn: () => request('POST /api/staff/announcements/:id/trial', { params: { id: announcement } }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return (
    <Modal open title="发给自己看" footer={null} onCancel={onClose} width={360}>
      <div className="trial">
        {trial.data ? (
          <>
            <QRCode aria-label="二维码" value={trial.data.url} size={220} bordered={false} />
            <p>用微信扫码，公众号会马上把这条公告发给您，点开是最近保存的稿件。</p>
            <p className="faint">二维码 {timeText(trial.data.expiresAt)} 前有效</p>
          </>
        ) : trial.error ? (
          <Refused error={trial.error} />
        ) : (
          <Spin />
        )}
      </div>
    </Modal>
  )
}
