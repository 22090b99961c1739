import type { AnnouncementState } from '@shared/announcement/contract'
import { Button, Card, Empty, Flex } from 'antd'
import { useState } from 'react'
import { Trouble } from '../../components/states'
import { useMay } from '../../session'
import { usePushes } from './data'
import { PushList } from './list'
import { Propose } from './propose'
import { TrialDialog } from './trial'

/** Whom an announcement has been sent to, and sending it. */
export function PushPanel({ announcement, state }: { announcement: string; state: AnnouncementState }) {
  const pushes = usePushes(announcement)
  const mayWrite = useMay()('announcement.write')
  const [open, setOpen] = useState<'propose' | 'trial' | null>(null)
  const isOut = state === 'published' || state === 'revised' || state === 'scheduled'
  return (
    <Card
      size="small"
      title="推送"
      extra={
        mayWrite && (
          <Flex gap={8}>
            <Button size="small" onClick={() => setOpen('trial')}>
              发给自己看
            </Button>
            <Button size="small" type="primary" disabled={!isOut} onClick={() => setOpen('propose')}>
              推送
            </Button>
          </Flex>
        )
      }
    >
      {pushes.error ? (
        <Trouble error={pushes.error} retry={pushes.refetch} />
      ) : pushes.data?.items.length ? (
        <PushList pushes={pushes.data.items} />
      ) : (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={isOut ? '还没有推送过' : '公告发布以后才能推送'}
        />
      )}
      {open === 'propose' && <Propose announcement={announcement} onClose={() => setOpen(null)} />}
      {open === 'trial' && <TrialDialog announcement={announcement} onClose={() => setOpen(null)} />}
    </Card>
  )
}
