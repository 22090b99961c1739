/** The official account that the sandbox plays: what an account's settings page would show. Good for nothing elsewhere. */
export const SANDBOX_ACCOUNT = {
  appid: 'wxsandboxaccount01',
  secret: '5a4d0b0c6f1e4e7d9a8b7c6d5e4f3a21',
  token: 'sandboxtoken',
  aesKey: 'pingxuanSandboxEncodingKey0123456789ABCDEFG',
}

/** The mini-program that the sandbox plays. */
export const SANDBOX_WEAPP = {
  appid: 'wxsandboxweapp0001',
  secret: '1f2e3d4c5b6a79880f1e2d3c4b5a6978',
  token: 'sandboxweapptoken',
  aesKey: 'pingxuanSandboxWeappKey0123456789ABCDEFGHIJ',
}

/** The templates that the two have added, by what the site uses them for, and what it enters in their fields. */
export const SANDBOX_TEMPLATES = {
  account: {
    progress: {
      id: 'sandbox-account-progress-a7Qm2vLr9TzXcK4wYpNe',
      fields: { thing1: 'subject', phrase2: 'state', time3: 'at', thing4: 'title' },
    },
  },
  weapp: {
    progress: {
      id: 'sandbox-weapp-progress-Jd8sUf3hBn6kGi1oRxEt5C',
      fields: { thing2: 'subject', phrase5: 'state', date3: 'at', thing7: 'title' },
    },
  },
} as const
