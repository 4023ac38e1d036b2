/// Words that shops and their customers use for the same thing.
///
/// A short list of questions says "package" once, and a customer writes "parcel";
/// nothing in the list tells that they are the same. The groups are those of
/// trade in English, and hold only words that may stand for each other in a
/// question about an order; other subjects and languages lose nothing.
enum ShopSynonyms {
  /// The term that stands for all words of the term's group; the term itself where
  /// it is in none.
  static func leading(_ term: UInt64) -> UInt64 { single[term] ?? term }

  /// The term that stands for the group of the term; nil where it is in none.
  static func group(of term: UInt64) -> UInt64? { single[term] }

  /// The term that stands for the group of a phrase of two words; nil where it is
  /// in none.
  static func group(of first: UInt64, _ second: UInt64) -> UInt64? {
    phrases[NGramHash.sequence(first, second)]
  }

  private static let single = tables.single
  private static let phrases = tables.phrases

  private static let tables: (single: [UInt64: UInt64], phrases: [UInt64: UInt64]) = {
    var single: [UInt64: UInt64] = [:]
    var phrases: [UInt64: UInt64] = [:]
    for group in groups {
      let words = group.split(separator: ",").map { words in
        words.split(separator: " ").map { NGramHash.term($0.unicodeScalars.map(\.value)[...]) }
      }
      guard let leading = words.first?.first else { continue }
      for word in words {
        switch word.count {
        case 1: single[word[0]] = leading
        case 2: phrases[NGramHash.sequence(word[0], word[1])] = leading
        default: break
        }
      }
    }
    return (single, phrases)
  }()

  /// By group; the first word leads, phrases have two words.
  private static let groups = [
    "parcel,package,packet,shipment,consignment",
    "shipping,delivery,postage,dispatch,shipped,ship,deliver,delivered,delivering,sent out",
    "track,tracking,trace,locate,follow",
    "return,returning,returned,send back,sending back,sent back,give back,bring back",
    "exchange,swap,exchanging,swapping,exchanged,swapped,change for",
    "refund,reimburse,reimbursement,refunded,money back,cash back,get back",
    "cancel,cancellation,cancelling,canceling,canceled,cancelled,call off",
    "coupon,voucher,promo,promotional,promotion,discount code,promo code,voucher code,coupon code",
    "discount,rebate,reduction,price reduction,price cut,money off",
    "register,signup,registration,sign up,signing up,create account,open account",
    "login,log in,sign in,logging in,signing in,signin,logon",
    "unsubscribe,opt out,stop receiving,unsubscribing",
    "item,product,article,goods,merchandise",
    "damaged,broken,defective,faulty,cracked,smashed,torn,shattered",
    "lost,missing,vanished,disappeared,went missing",
    "late,delayed,overdue,delay",
    "stock,available,availability,in stock,restock,back order",
    "unavailable,sold out,out stock",
    "price,cost,costs,fee,charge,priced",
    "cheaper,lower price,cheaper elsewhere,price match,match price",
    "pay,payment,paying,paid",
    "instalment,installment,pay later,monthly payment,payment plan",
    "gift,present",
    "wrap,wrapping,wrapped,gift wrap",
    "phone,telephone,mobile,cellphone,ring,call",
    "contact,reach,touch,speak,talk,get touch",
    "support,helpdesk,help desk,helpline,hotline,customer service,customer care",
    "store,shop,outlet,showroom,physical store,brick mortar",
    "collect,collection,pickup,pick up,picking up",
    "abroad,overseas,international,internationally,foreign,other country,another country,worldwide",
    "bulk,wholesale,large quantity,big order,bulk order,large order",
    "invoice,bill,receipt",
    "warranty,guarantee,guaranteed",
    "change,modify,edit,update,amend,alter,correct",
    "wrong,incorrect,mistaken",
    "address,destination",
    "password,passcode,passphrase",
    "account,profile",
    "buy,purchase,buying,purchasing,bought,purchased",
    "review,rating,testimonial,feedback",
    "size,sizing,fit",
    "repair,fix,mend,fixing,repairing",
    "subscription,membership",
    "loyalty,reward,point,bonus",
    "secure,safe,security,safety,protected",
    "express,expedited,next day,same day,overnight,rush,urgent",
    "preorder,pre order,advance order,order ahead,reserve",
    "recommend,suggest,recommendation,suggestion,advice,advise",
    "sale,clearance,deal,bargain,outlet sale",
    "demo,demonstration,try out",
    "assembly,installation,set up,setup,install,assemble,put together",
    "custom,customised,customized,personalised,personalized,personalise,personalize,engraved,monogram",
    "delete,remove,close account,deactivate,erase",
    "combine,merge",
    "company,business,firm,corporate",
    "email,mail",
  ]
}
