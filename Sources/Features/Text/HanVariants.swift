/// Traditional Chinese characters and their simplified forms.
///
/// A list of the characters that shop talk is made of, not of all there are.
/// Both sides of a comparison are folded, so that a character missing here still
/// meets itself.
enum HanVariants {
  /// The simplified form; the character itself where none is known.
  static func simplified(_ scalar: UInt32) -> UInt32 { table[scalar] ?? scalar }

  private static let table: [UInt32: UInt32] = {
    var table: [UInt32: UInt32] = [:]
    for (traditional, simplified) in pairs {
      for (from, to) in zip(traditional.unicodeScalars, simplified.unicodeScalars) {
        table[from.value] = to.value
      }
    }
    return table
  }()

  /// Traditional characters with the simplified ones in the same order.
  private static let pairs = [
    (
      "貨換訂單運費遞發達庫門櫃號碼類樣種產廠裝裡裏條證補購買賣價錢幣優減額滿贈",
      "货换订单运费递发达库门柜号码类样种产厂装里里条证补购买卖价钱币优减额满赠"
    ),
    (
      "禮據開貴賤積點數級會員錄帳賬戶註冊驗網頁鏈結連線電話郵資訊聯絡繫係統還損",
      "礼据开贵贱积点数级会员录账账户注册验网页链结连线电话邮资讯联络系系统还损"
    ),
    (
      "壞壓髒舊錯誤維護養質檢測試規則約責賠償險國際關稅進內陸灣縣區鎮鄉樓層車輛",
      "坏压脏旧错误维护养质检测试规则约责赔偿险国际关税进内陆湾县区镇乡楼层车辆"
    ),
    (
      "飛機場遠邊島嶼腦螢鍵盤燈鐘錶鏡襪褲領繩帶絲綢紙筆書報傘鍋鏟鐵銅銀鋼鑽環項",
      "飞机场远边岛屿脑萤键盘灯钟表镜袜裤领绳带丝绸纸笔书报伞锅铲铁铜银钢钻环项"
    ),
    (
      "飾櫥檯墊氈簾畫樂藥療嬰兒飯麵麥雞鴨魚蝦豬馬鳥龍龜貓爾蘋鹽醬薑鮮凍熱溫涼濕",
      "饰橱台垫毡帘画乐药疗婴儿饭面麦鸡鸭鱼虾猪马鸟龙龟猫尔苹盐酱姜鲜冻热温凉湿"
    ),
    (
      "乾紅黃綠藍顏圓長寬細輕緊鬆軟濃嚴確實標準嗎麼甚這個們說問題請謝對誰為幾沒",
      "干红黄绿蓝颜圆长宽细轻紧松软浓严确实标准吗么什这个们说问题请谢对谁为几没"
    ),
    (
      "無與於從來後時間現當過經給讓將臺應該選擇變動轉歸繳納擔聽讀寫講論識記憶覺",
      "无与于从来后时间现当过经给让将台应该选择变动转归缴纳担听读写讲论识记忆觉"
    ),
    (
      "見觀視顧學習練認許難雙隻隨處務團隊辦總業專傳製幫銷競爭啟閉鎖斷續終歷歲週",
      "见观视顾学习练认许难双只随处务团队办总业专传制帮销竞争启闭锁断续终历岁周"
    ),
    (
      "曆夠遲緩趕親愛媽爺孫婦歡慶賀節聖誕壽緣氣強稱義權財圖檔體頻響聲雲備設計劃",
      "历够迟缓赶亲爱妈爷孙妇欢庆贺节圣诞寿缘气强称义权财图档体频响声云备设计划"
    ),
    (
      "別屬獲獎勵參東軌彎橋樑頭頂腳臉髮膚齒眾淚傷癒藝術劇餘儲匯貸債負億萬兩張塊",
      "别属获奖励参东轨弯桥梁头顶脚脸发肤齿众泪伤愈艺术剧余储汇贷债负亿万两张块"
    ),
    (
      "噸尋顯並卻僅嘗盡儘極龐擁擊擾曬暫構棄楊榮歐殺漢滅漲潔濟濾瀏灑煙煩燒牆獨獻",
      "吨寻显并却仅尝尽尽极庞拥击扰晒暂构弃杨荣欧杀汉灭涨洁济滤浏洒烟烦烧墙独献"
    ),
    (
      "瑪瓊畝異盜監蘭麗塗毀爛廣佈滯凈淨佔殘賺賞贊趙邏輯閱簽籤騙驚鬧齊寶廚滷鏽拋",
      "玛琼亩异盗监兰丽涂毁烂广布滞净净占残赚赏赞赵逻辑阅签签骗惊闹齐宝厨卤锈抛"
    ),
    (
      "攜櫻爐牽狀況態復複蹤遺陳隱舉詐詢諮誠謂譯語讚趨適遷鄰釋鈕鍊擺撥廢徵導屆漿",
      "携樱炉牵状况态复复踪遗陈隐举诈询咨诚谓译语赞趋适迁邻释钮链摆拨废征导届浆"
    ),
    (
      "齡靈簡籃緒縮編織繼羅職聰膠艙蓋薦衛觸訪評詞詳誘調",
      "龄灵简篮绪缩编织继罗职聪胶舱盖荐卫触访评词详诱调"
    ),
  ]
}
