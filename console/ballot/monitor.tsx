import { PauseCircleOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Link } from 'react-router'
import { Page } from '../components/page'
import { useEdition } from '../edition/phase'
import { useMay } from '../session'
import { FindBallot } from './find'
import { OverTime } from './over-time'
import { Rulings } from './rulings'
import './ballot.css'

/** Watching the vote: over time, one ballot, and what staff have ruled. */
export default function Monitor() {
  const mayEdit = useMay()('edition.write')
  const { data: edition } = useEdition()
  return (
    <Page
      intro="看选票随时间的变化，凭回执查一张选票，处理有疑问的选票。"
      actions={
        mayEdit &&
        edition && (
          <Link to={`/editions/${edition.id}`}>
            <Button icon={<PauseCircleOutlined />}>暂停或延长投票</Button>
          </Link>
        )
      }
    >
      <OverTime />
      <FindBallot />
      <Rulings />
    </Page>
  )
}
