/**
 * Published samples of WeChat's protocol: data only, each with where it was published. "Sample code" is what Tencent
 * hands out as WXBizMsgCrypt for Java, Python, C++ and C#; "documentation" is 消息推送 and 消息加解密说明 on
 * developers.weixin.qq.com. The rest are test data of long-lived open libraries.
 */

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
const ZEROES = 'A'.repeat(43)

/** Parts that sign to a signature. */
export const SIGNATURES: { source: string; parts: string[]; signature: string }[] = [
  {
    source: 'documentation, URL check',
    parts: ['AAAAA', '1714036504', '1514711492'],
    signature: 'f464b24fc39322e44b38aa78f5edd27bd1441696',
  },
  {
    source: 'documentation, plain mode',
    parts: ['AAAAA', '1714037059', '486452656'],
    signature: '899cf89e464efb63f54ddac96b0a0a235f53aa78',
  },
  {
    source: 'documentation, safe mode, the signature of the URL alone',
    parts: ['AAAAA', '1714112445', '415670741'],
    signature: '6c5c811b55cc85e0e1b54100749188c20beb3f5d',
  },
  {
    source: 'wechatpy, tests/test_utils.py',
    parts: ['test', '1410685589', 'test'],
    signature: 'f21891de399b4e33a1a93c9a7b8a8fffb5a443ff',
  },
  {
    source: 'wechatpy, tests/test_utils.py, WeChatSigner',
    parts: ['789', '456', '123'],
    signature: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
  },
  {
    source: 'CSDN 114248411, URL check in C#',
    parts: ['Topevery', '1405665299', '42752994'],
    signature: 'a948c4f99d23c1b6ef78204c1eb867166e2276e8',
  },
]

/** Messages that encrypt, with these random bytes, to exactly this. */
export const ENCRYPTIONS: {
  source: string
  aesKey: string
  appid: string
  random: string
  message: string
  encrypted: string
}[] = [
  {
    source: 'sample code, Java, testAesEncrypt',
    aesKey: LETTERS,
    appid: 'wxb11529c136998cb6',
    random: 'aaaabbbbccccdddd',
    message: '我是中文abcd123',
    encrypted: 'jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==',
  },
  {
    source: 'sample code, Java, testAesEncrypt2',
    aesKey: LETTERS,
    appid: 'wxb11529c136998cb6',
    random: 'aaaabbbbccccdddd',
    message:
      '<xml><ToUserName><![CDATA[oia2Tj我是中文jewbmiOUlr6X-1crbLOvLw]]></ToUserName><FromUserName><![CDATA[gh_7f083739789a]]></FromUserName><CreateTime>1407743423</CreateTime><MsgType><![CDATA[video]]></MsgType><Video><MediaId><![CDATA[eYJ1MbwPRJtOvIEabaxHs7TX2D-HV71s79GUxqdUkjm6Gs2Ed1KF3ulAOA9H1xG0]]></MediaId><Title><![CDATA[testCallBackReplyVideo]]></Title><Description><![CDATA[testCallBackReplyVideo]]></Description></Video></xml>',
    encrypted:
      'jn1L23DB+6ELqJ+6bruv23M2GmYfkv0xBh2h+XTBOKVKcgDFHle6gqcZ1cZrk3e1qjPQ1F4RsLWzQRG9udbKWesxlkupqcEcW7ZQweImX9+wLMa0GaUzpkycA8+IamDBxn5loLgZpnS7fVAbExOkK5DYHBmv5tptA9tklE/fTIILHR8HLXa5nQvFb3tYPKAlHF3rtTeayNf0QuM+UW/wM9enGIDIJHF7CLHiDNAYxr+r+OrJCmPQyTy8cVWlu9iSvOHPT/77bZqJucQHQ04sq7KZI27OcqpQNSto2OdHCoTccjggX5Z9Mma0nMJBU+jLKJ38YB1fBIz+vBzsYjrTmFQ44YfeEuZ+xRTQwr92vhA9OxchWVINGC50qE/6lmkwWTwGX9wtQpsJKhP+oS7rvTY8+VdzETdfakjkwQ5/Xka042OlUb1/slTwo4RscuQ+RdxSGvDahxAJ6+EAjLt9d8igHngxIbf6YyqqROxuxqIeIch3CssH/LqRs+iAcILvApYZckqmA7FNERspKA5f8GoJ9sv8xmGvZ9Yrf57cExWtnX8aCMMaBropU/1k+hKP5LVdzbWCG0hGwx/dQudYR/eXp3P0XxjlFiy+9DMlaFExWUZQDajPkdPrEeOwofJb',
  },
  {
    source: 'documentation, answer in safe mode',
    aesKey: ZEROES,
    appid: 'wxba5fad812f8e6fb9',
    random: '707722b803182950',
    message: '{"demo_resp":"good luck"}',
    encrypted: 'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==',
  },
  {
    source: 'documentation, answer of a third-party platform',
    aesKey: ZEROES,
    appid: 'wx134c8103faa5a59e',
    random: '999951349e8ee746',
    message: '<xml><demo_resp>[CDATA[good luck]]</demo_resp></xml>',
    encrypted:
      'hE8R6mGXHkJJjU72KxzKUd1GEkKJaEZq7vRL8XgK3o+00k8JGq6+pZJUIlTSyhsX+bxIBQ72g3GyvDdIZcr6+3HAZbSvPT9t/o11MI7d6WELwqrGd7jMnV0zv3Zc9Nq7',
  },
  {
    source: 'wechatpy, tests/test_crypto.py, test_encrypt_message',
    aesKey: 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR',
    appid: 'wx49f0ab532d5d035a',
    random: '1234567890123456',
    message:
      '<xml>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[test]]></Content>\n<FromUserName><![CDATA[wx49f0ab532d5d035a]]></FromUserName>\n<ToUserName><![CDATA[messense]]></ToUserName>\n<AgentID>1</AgentID>\n<CreateTime>1411525903</CreateTime>\n</xml>',
    encrypted:
      '9s4gMv99m88kKTh/H8IdkOiMg6bisoy3ypwy9H4hvSPe9nsGaqyw5hhSjdYbcrKk+j3nba4HMOTzHrluLBYqxgNcBqGsL8GqxlhZgURnAtObvesEl5nZ+uBE8bviY0LWke8Zy9V/QYKxNV2FqllNXcfmstttyIkMKCCmVbCFM2JTF5wY0nFhHZSjPUL2Q1qvSUCUld+/WIXrx0oyKQmpB6o8NRrrNrsDf03oxI1p9FxUgMnwKKZeOA/uu+2IEvEBtb7muXsVbwbgX05UPPJvFurDXafG0RQyPR+mf1nDnAtQmmNOuiR5MIkdQ39xn1vWwi1O5oazPoQJz0nTYjxxEE8kv3kFxtAGVRe3ypD3WeK2XeFYFMNMpatF9XiKzHo3',
  },
]

/** Signed, encrypted texts, and some of what is in them. */
export const DELIVERIES: {
  source: string
  aesKey: string
  appid: string
  token: string
  timestamp: string
  nonce: string
  msg_signature: string
  encrypted: string
  contains: string
  /** Where the message inside is an `<xml>` with all that a message of an official account has. */
  fields?: Record<string, unknown>
}[] = [
  {
    source: 'sample code, Python',
    aesKey: LETTERS,
    appid: 'wx2c2769f8efd9abc2',
    token: 'spamtest',
    timestamp: '1409735669',
    nonce: '1320562132',
    msg_signature: '5d197aaffba7e9b25a30732f161a50dee96bd5fa',
    encrypted:
      'hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE=',
    contains: '<Content><![CDATA[abcdteT]]></Content>',
    fields: { kind: 'text', content: 'abcdteT', openid: 'oyORnuP8q7ou2gfYjqLzSIWZf0rs' },
  },
  {
    source: 'sample code, C++',
    aesKey: LETTERS,
    appid: 'wx2c2769f8efd9abc2',
    token: 'spamtest',
    timestamp: '1410349438',
    nonce: '298025754',
    msg_signature: '003fee52ecc56afb46c00b5c7721be87860ce785',
    encrypted:
      'mfBCs65c67CeJw22u4VT2TD73q5H06+ocrAIxswCaeZ/d/Lw0msSZFHY0teqgSYiI1zR2gD2DKrB3TIrmX/liNSDrGqS8jSI/WPeKB5VPr7Ezr7gomZAyGCwJSgT1TRFWPfONGJMxuj2nk4faTuspAuVIFQ6SHwZuJBZC7mcJp7Cgr9cUhATQWDbOPaE7ukZBTV2YqyzH+UI2AK+J1S47cE79k1RX8t0hcTz/O0hlK8DGXKnvYv88qKQcI7z4iaajqHfRVZKBNyOODabs+It+ZfM3dWTeFcPgDbGtIEnpt/EDtuuA/zMvtkaKdHdswPnVZQ+xdwbYr3ldGvfT8HlEYEgkgKaThxTFobVlwzu2ZkXCjicbP3xdr15Iq48ObgzPpqYuZ3IEoyggZDKClquk0u0orMck4GTF/XyE8yGzc4=',
    contains: '<ToUserName><![CDATA[gh_10f6c3c3ac5a]]></ToUserName>',
    fields: { kind: 'text', account: 'gh_10f6c3c3ac5a', openid: 'oyORnuP8q7ou2gfYjqLzSIWZf0rs' },
  },
  {
    source: 'sample code, Java, testVerifyUrl',
    aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
    appid: 'wx5823bf96d3bd56c7',
    token: 'QDG6eK',
    timestamp: '1409659589',
    nonce: '263014780',
    msg_signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
    encrypted: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
    contains: '1616140317555161061',
  },
  {
    source: 'sample code, C#; the same in EasyWeChat, tests/Kernel/Traits/DecryptXmlMessageTest.php',
    aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
    appid: 'wx5823bf96d3bd56c7',
    token: 'QDG6eK',
    timestamp: '1409659813',
    nonce: '1372623149',
    msg_signature: '477715d11cdb4164915debcba66cb864d751f3e6',
    encrypted:
      'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==',
    contains: '<MsgId>4561255354251345929</MsgId>',
    fields: { kind: 'text', content: 'hello', openid: 'mycreate', createdAt: 1409659813 },
  },
  {
    source: 'documentation, safe mode',
    aesKey: ZEROES,
    appid: 'wxba5fad812f8e6fb9',
    token: 'AAAAA',
    timestamp: '1714112445',
    nonce: '415670741',
    msg_signature: '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3',
    encrypted:
      '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=',
    contains: '"FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY"',
  },
  {
    source: 'documentation, third-party platform',
    aesKey: ZEROES,
    appid: 'wx134c8103faa5a59e',
    token: 'AAAAA',
    timestamp: '1715943329',
    nonce: '1590219412',
    msg_signature: '6c12a4205838198b8fa631b3220723bb07f1015c',
    encrypted:
      'D7yzvUNAL930rd28wf21s4hvXhz0L6Uit/p2Di6C5DHyYGpEgdBRnKjBec34JwoQXicwaZC7fOVihW80F4VtsdvE//1vr7oAbqjDv8KenVp+ajKYpJnyQ4zMRhIC+a31fCVOMC03FfzV/QuC94kBP55a+Za3sJgvAn+ZbsNqZI5DkyuzkhQN8OBqCzFhizGmy0xpM0MEA4agpvE+RuNO1rhHTtuJB5yltw1FiYzecSXJ+y/D2r81VkRn2eYjh2ltsoyfbDR7Is6ookXIFxTfyeNyeHxMeT4KN5WpCDmSbTcUYrbBUlkGLJ9n/rU8YOywma6G7aTb7KZKOqCxgfoUlYEZPk4FUL/TK7ShriFDMVCLyjQJ15Ob++agDWtcxhfUfe6HIoIpRW8mKNBQiY/Jd1svvuskA1wLef1RTtzKfMpagSCX/laZINmdnX4zrF6kIaR9P4xQrWXbsTFHTYe0Mg==',
    contains: '<Event><![CDATA[debug_demo]]></Event>',
    fields: { kind: 'unknown', msgType: 'event', event: 'debug_demo' },
  },
  {
    source: 'wechatpy, tests/test_crypto.py, test_check_signature_should_ok',
    aesKey: 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR',
    appid: 'wx49f0ab532d5d035a',
    token: '123456',
    timestamp: '1411443780',
    nonce: '437374425',
    msg_signature: 'dd6b9c95b495b3f7e2901bfbc76c664930ffdb96',
    encrypted: '4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==',
    contains: '',
  },
  {
    source: 'wechatpy, tests/test_crypto.py, test_decrypt_message',
    aesKey: 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR',
    appid: 'wx49f0ab532d5d035a',
    token: '123456',
    timestamp: '1411525903',
    nonce: '461056294',
    msg_signature: '74d92dfeb87ba7c714f89d98870ae5eb62dff26d',
    encrypted:
      'RgqEoJj5A4EMYlLvWO1F86ioRjZfaex/gePD0gOXTxpsq5Yj4GNglrBb8I2BAJVODGajiFnXBu7mCPatfjsu6IHCrsTyeDXzF6Bv283dGymzxh6ydJRvZsryDyZbLTE7rhnus50qGPMfp2wASFlzEgMW9z1ef/RD8XzaFYgm7iTdaXpXaG4+BiYyolBug/gYNx410cvkKR2/nPwBiT+P4hIiOAQqGp/TywZBtDh1yCF2KOd0gpiMZ5jSw3e29mTvmUHzkVQiMS6td7vXUaWOMZnYZlF3So2SjHnwh4jYFxdgpkHHqIrH/54SNdshoQgWYEvccTKe7FS709/5t6NMxuGhcUGAPOQipvWTT4dShyqio7mlsl5noTrb++x6En749zCpQVhDpbV6GDnTbcX2e8K9QaNWHp91eBdCRxthuL0=',
    contains: '<Content><![CDATA[test]]></Content>',
    fields: { kind: 'text', content: 'test', openid: 'messense' },
  },
  {
    source: 'EasyWeChat, tests/Kernel/EncryptorTest.php',
    aesKey: LETTERS,
    appid: 'wxb11529c136998cb6',
    token: 'pamtest',
    timestamp: '1458300676',
    nonce: '260774613',
    msg_signature: '4f3ad57b6989f09f4eb392acce4f9e93942ed890',
    encrypted:
      'rTNFcsut4LfGuAFKEUVVpwcaCOTJzOd9twZdIW910jb3k+iicx2uvhttIZ3Qg9Qgty3BEF2xbOrz6boTfb30dMomcgrkTqdFPwnhqbk+kIQ7rZiwny9D7NUrTgA5kpX3KsZvrXzUZyP2x9YOlxbgm572lmxKvM7HAQQhIQ/p6HBmoY30bGXFK0BtIu1pW9TjhOYrLQoU18nWYjWqDA1ynkmOytpv7QRI1P1+0NoxL0q2zO1DgeSvnE8CZGo/o5Ap/WHK5W2RAsinpzN4/LjPnmB6U01I5XCoJoC0GK/yMZycd2Oh8Nq6+wBkC1U85oy0ktOY4nLvsQMLrourmMGdZHuTbqpeJ8Ao/5PRYJ+WBvRUwPfGKBL2+2IKZF49vAJqkcGWSHGE76ZN2erXeuNazf/o9o3lIE3q739o4c8t9QGPe31GT2Go/rOz1BsrASwvauNulCh+++yz+CQzBIuikA==',
    contains: 'asdasdasdsadasd',
    fields: { kind: 'text', content: 'hello', openid: 'asdasdasdsadasd', createdAt: 1234567898 },
  },
]

/** Signatures of encrypted answers: (token, timestamp, nonce, Encrypt). Index into {@link ENCRYPTIONS}. */
export const ANSWERS = [
  {
    source: 'documentation, safe mode',
    of: 2,
    parts: ['AAAAA', '1713424427', '415670741'],
    signature: '1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1',
  },
  {
    source: 'documentation, third-party platform',
    of: 3,
    parts: ['AAAAA', '1713424427', '415670741'],
    signature: '03e0812039325c2712ef5f0f980fd14c70d6e307',
  },
  {
    source: 'wechatpy, tests/test_crypto.py',
    of: 4,
    parts: ['123456', '1411525903', '461056294'],
    signature: '407518b7649e86ef23978113f92d27afa9296533',
  },
]

/** Source: documentation, JS-SDK 附录 1. */
export const JSSDK = {
  ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
  nonceStr: 'Wm3WZYTPz0wzccnW',
  timestamp: 1414587457,
  url: 'http://mp.weixin.qq.com?params=value',
  signature: '0f9de62fce790f9a083d5c99e95740ceb90c27ed',
}
