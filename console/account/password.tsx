import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { NewPassword } from '../login/new-password'

/** Changing one's password, once asked for. */
export function Password() {
  const [open, setOpen] = useState(false)
  const { message } = App.useApp()
  const queries = useQueryClient()
  const changed = () => {
    setOpen(false)
    message.success('密码已修改，其他设备已退出登录')
    queries.invalidateQueries({ queryKey: ['account'] })
  }
  return (
    <section className="sheet narrow">
      <h2>密码</h2>
      <p>修改后，其他设备随即退出登录。</p>
      {open ? (
        <NewPassword onChanged={changed} onCancel={() => setOpen(false)} />
      ) : (
        <Button onClick={() => setOpen(true)}>修改密码</Button>
      )}
    </section>
  )
}
