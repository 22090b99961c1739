import type { Matter } from './matter'

/** Out of doors: parks and squares, dogs. */
export const OUTDOORS: readonly Matter[] = [
  {
    id: 'park',
    kinds: ['resources', 'urban', 'culture', 'street'],
    scene: 'park',
    threads: [
      {
        title: '荒地长出口袋公园',
        kinds: ['resources', 'urban', 'street'],
        act: '给{estate}添一座口袋公园',
        asked:
          '{asker}留言说，{estate}有上千户人家，老人孩子却没有一处坐得下来的地方，路口那块荒地围了好几年。',
        did: '{org}查清地权后，没有照搬图纸，而是请居民拿粉笔在地上画：哪儿放长椅、哪儿不能种带刺的、轮椅从哪边进，一共收了{tens}条意见。',
        changed: '公园只有两个篮球场大，傍晚却坐得满满当当。孩子们给它起名叫“口袋”。',
      },
      {
        title: '健身器材会“说话”',
        kinds: ['culture', 'urban', 'street'],
        act: '修好{road}的{tens}件健身器材',
        asked: '{month}，{asker}反映{road}小广场的健身器材断了踏板，一位老人差点摔下来。',
        did: '{org}当天拆走伤人的那件，又把周边{tens}件逐一检查，坏的修、旧的换，每件都贴上了维修电话和下次检查的日子。',
        changed: '晨练的人多了，还自发排了值日表。哪颗螺丝松了，往往当天就有人报、当天就有人拧。',
      },
      {
        title: '树荫留下，路也通了',
        kinds: ['resources', 'urban'],
        act: '为{road}的老樟树让路',
        asked: '{asker}得知{road}要改造，担心那排老樟树被砍，在平台上写了八百字，附上了树下乘凉的旧照片。',
        did: '{org}请来园林专家一棵一棵编号，最后把慢行道绕着树走，少了{few}个停车位，{tens}棵树全部留了下来。',
        changed: '新路通了，树荫还在。那张旧照片被印在了路口的牌子上。',
      },
      {
        title: '坡道缓一点，轮椅就能进',
        kinds: ['culture', 'street'],
        act: '让轮椅推进{road}文体广场',
        asked: '坐轮椅的网友“{nick}”说，{road}文体广场只有台阶，自己每次只能停在外面听别人唱戏。',
        did: '{org}请他到现场当“监工”，坡道的坡度、扶手的高度都由他试过才定，{days}天完工，顺带把厕所的门也改宽了。',
        changed:
          '第一场戏开演那晚，前排留出了{few}个轮椅位。他发来一张戏台的照片，说这是头一回看清演员的脸。',
      },
    ],
    daily: [
      '{they}每周有两个傍晚在公园里坐着，不带笔记本，只听旁边的人说话。',
      '{they}的办公桌上放着一把卷尺和一包粉笔，说“地上画出来的，比纸上的准”。',
    ],
  },
  {
    id: 'dogs',
    kinds: ['police', 'urban', 'street'],
    scene: 'park',
    threads: [
      {
        title: '遛狗绳牵住了文明',
        act: '让{estate}遛狗人都牵上绳',
        asked: '{asker}留言，{estate}里有人遛大狗不拴绳，{month}一个孩子被追得摔破了膝盖。',
        did: '{org}先上门见了孩子，再同养犬人见面，办证、打针、牵绳一样一样说清；又在小区办了{few}场“文明遛犬”的露天课，送出{tens}根牵引绳。',
        changed: '如今早晚遛狗的还是那些人，绳子都在手里。孩子的膝盖好了，又敢下楼骑车了。',
      },
      {
        title: '流浪狗有了去处',
        act: '收容{road}一带的{tens}只流浪狗',
        asked: '“上夜班的女工不敢走{road}。”{asker}说，那一带有一群流浪狗，入夜就围着人叫。',
        did: '{org}联系收容点和志愿者，用了{days}个晚上，把{tens}只流浪狗安全捕送，检疫以后放在网上供人领养。',
        changed:
          '{weeks}周过去，{tens}只里已有一半被领养。女工们在留言下面道谢，还有人晒出了领回家的那只小黄。',
      },
      {
        title: '一张证办到家门口',
        act: '把养犬办证点搬进{estate}',
        asked: '{asker}问：想给狗办证，跑了两趟都赶上下班，能不能周末办？',
        did: '{org}听了建议，把办证点搬进{estate}，周六上午拍照、打针、发牌一次做完，缺材料的先办后补。',
        changed: '一个上午办了{tens}张证。以前最难找的养犬人，现在都有了名字和电话。',
      },
    ],
    daily: [
      '{they}家里也养狗，遇到两边吵得面红耳赤，常拿自己举例子，话就软下来了。',
      '{they}的电动车筐里放着几根备用的牵引绳，见到没拴的先递绳，再讲道理。',
    ],
  },
]
