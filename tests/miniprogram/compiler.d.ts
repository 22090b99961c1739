declare module 'miniprogram-compiler' {
  /** Compiles every template below a folder to the program that WeChat's renderer runs. */
  export function wxmlToJs(folder: string): string
}
