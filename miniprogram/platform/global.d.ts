/// <reference types="@tarojs/taro" />

/** Where the server is; empty on the web, which is served by it. */
declare const PINGXUAN_API_BASE: string

declare module '*.scss'
