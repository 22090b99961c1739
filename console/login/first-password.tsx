import { App } from 'antd'
import { endSession, refreshSession } from '../session'
import { Card } from './card'
import { NewPassword } from './new-password'

/** Stands before everything else until the password made by the program has been replaced. */
export function FirstPassword() {
  const { message } = App.useApp()
  const leave = () => endSession().catch((error) => message.error(error.message))
  return (
    <Card
      title="设置您自己的密码"
      intro="这是第一次登录，或密码刚被重设。换成只有您知道的密码后，就可以开始工作。"
    >
      <NewPassword firstTime onChanged={refreshSession} onCancel={leave} />
    </Card>
  )
}
