import {
  AlertOutlined,
  AuditOutlined,
  BankOutlined,
  CalendarOutlined,
  CrownOutlined,
  DashboardOutlined,
  FileDoneOutlined,
  LineChartOutlined,
  NotificationOutlined,
  OrderedListOutlined,
  ReadOutlined,
  SafetyCertificateOutlined,
  SolutionOutlined,
  StarOutlined,
  TeamOutlined,
  TrophyOutlined,
} from '@ant-design/icons'
import type { Permission } from '@shared/kernel/policy'
import type { ComponentType, ReactNode } from 'react'

/** A page of the console: one line here is all it needs to be reached, guarded, named and listed. */
export type Page = {
  /** Below `/console`; a part of its address is written `:id`. Pages whose path begins another's are its crumbs. */
  path: string
  title: string
  permission: Permission
  /** For the menu, in the order below; a page without one is reached from another page. */
  icon?: ReactNode
  load: () => Promise<{ default: ComponentType }>
}

export const PAGES: Page[] = [
  {
    path: '/dashboard',
    title: '总览',
    permission: 'dashboard.read',
    icon: <DashboardOutlined />,
    load: () => import('./dashboard/dashboard'),
  },
  {
    path: '/ballots',
    title: '投票监测',
    permission: 'ballot.read',
    icon: <LineChartOutlined />,
    load: () => import('./ballot/monitor'),
  },
  {
    path: '/suspicion',
    title: '异常投票',
    permission: 'suspicion.read',
    icon: <AlertOutlined />,
    load: () => import('./ballot/suspicion/suspicion'),
  },
  {
    path: '/editions',
    title: '届次设置',
    permission: 'edition.read',
    icon: <CalendarOutlined />,
    load: () => import('./edition/list'),
  },
  {
    path: '/editions/:id',
    title: '一届的设置',
    permission: 'edition.read',
    load: () => import('./edition/editor'),
  },
  {
    path: '/units',
    title: '单位库',
    permission: 'unit.read',
    icon: <BankOutlined />,
    load: () => import('./unit/list'),
  },
  {
    path: '/units/imports',
    title: '导入记录',
    permission: 'unit.read',
    load: () => import('./unit/imports'),
  },
  {
    path: '/units/imports/:id',
    title: '一次导入',
    permission: 'unit.read',
    load: () => import('./unit/import'),
  },
  {
    path: '/nominations',
    title: '报名审核',
    permission: 'nomination.read',
    icon: <FileDoneOutlined />,
    load: () => import('./nomination/list'),
  },
  {
    path: '/nominations/mail',
    title: '收邮件报名',
    permission: 'nomination.screen',
    load: () => import('./nomination/mail'),
  },
  {
    path: '/nominations/:id',
    title: '一份报名',
    permission: 'nomination.read',
    load: () => import('./nomination/screening'),
  },
  {
    path: '/shortlist',
    title: '初选名单',
    permission: 'shortlist.read',
    icon: <OrderedListOutlined />,
    load: () => import('./shortlist/list'),
  },
  {
    path: '/shortlist/:category/:id',
    title: '一位候选的文字',
    permission: 'nomination.read',
    load: () => import('./shortlist/entry'),
  },
  {
    path: '/reviews',
    title: '专家评审',
    permission: 'review.read',
    icon: <StarOutlined />,
    load: () => import('./review/list'),
  },
  {
    path: '/results',
    title: '评选结果',
    permission: 'result.read',
    icon: <TrophyOutlined />,
    load: () => import('./result/list'),
  },
  {
    path: '/results/objections',
    title: '公示异议',
    permission: 'objection.read',
    load: () => import('./result/objections'),
  },
  {
    path: '/certificates',
    title: '荣誉证书',
    permission: 'certificate.read',
    icon: <SafetyCertificateOutlined />,
    load: () => import('./certificate/list'),
  },
  {
    path: '/summit',
    title: '峰会',
    permission: 'summit.read',
    icon: <CrownOutlined />,
    load: () => import('./summit/summit'),
  },
  {
    path: '/summit/check-in',
    title: '峰会签到',
    permission: 'summit.receive',
    load: () => import('./summit/check-in'),
  },
  {
    path: '/library',
    title: '案例库',
    permission: 'library.read',
    icon: <ReadOutlined />,
    load: () => import('./case-library/list'),
  },
  {
    path: '/library/:id',
    title: '一篇经验谈',
    permission: 'library.read',
    load: () => import('./case-library/editor'),
  },
  {
    path: '/announcements',
    title: '公告',
    permission: 'announcement.read',
    icon: <NotificationOutlined />,
    load: () => import('./announcement/list'),
  },
  {
    path: '/announcements/:id',
    title: '一条公告',
    permission: 'announcement.read',
    load: () => import('./announcement/editor'),
  },
  {
    path: '/representatives',
    title: '单位代表',
    permission: 'representative.read',
    icon: <SolutionOutlined />,
    load: () => import('./representative/list'),
  },
  {
    path: '/staff',
    title: '工作人员',
    permission: 'staff.read',
    icon: <TeamOutlined />,
    load: () => import('./staff/list'),
  },
  {
    path: '/audit',
    title: '操作记录',
    permission: 'audit.read',
    icon: <AuditOutlined />,
    load: () => import('./audit/list'),
  },
  { path: '/account', title: '我的账号', permission: 'account.own', load: () => import('./account/account') },
]
