import { Descriptions } from 'antd'
import { Page } from '../components/page'
import { useSession } from '../session'
import { dutiesOf, EVERYONES_DUTIES } from '../staff/duties'
import { RoleTags } from '../staff/role-tags'
import { Devices } from './devices'
import { Password } from './password'
import { SecondFactor } from './second-factor'

/** One's own account: what one may do, how one logs in, and where one is logged in. */
export default function Account() {
  const { staff } = useSession()
  return (
    <Page>
      <section className="sheet">
        <Descriptions
          column={1}
          items={[
            { key: 'name', label: '姓名', children: staff.name },
            { key: 'username', label: '用户名', children: staff.username },
            { key: 'roles', label: '角色', children: <RoleTags roles={staff.roles} /> },
            {
              key: 'duties',
              label: '可以做的',
              children: (
                <ul className="duties">
                  {[...dutiesOf(staff.roles), ...EVERYONES_DUTIES].map((duty) => (
                    <li key={duty}>{duty}</li>
                  ))}
                </ul>
              ),
            },
          ]}
        />
      </section>
      <SecondFactor />
      <Password />
      <Devices />
    </Page>
  )
}
