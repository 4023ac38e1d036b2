/// Requests and answers that the document shows, as JSON text.
enum Examples {
  static let interaction =
    #"{"customer_id":"17850","product_id":"85123A","kind":"purchase","quantity":6,"price":2.55,"#
    + #""occurred_at":"2025-12-01T08:26:00Z","event_id":"536365-1"}"#
  static let recordedInteractions = #"{"added":1,"duplicates":0}"#
  static let recordedRows = #"{"added":1,"updated":0}"#

  static let customer =
    #"{"id":"17850","name":"Ada Byron","email":"ada@example.com","country":"GB","#
    + #""first_seen":"2025-01-07T00:00:00Z","attributes":{"plan":"plus","children":2}}"#
  static let customers = "{\"customers\":[\(customer)],\"next_cursor\":\"Y3VzdG9tZXJzHzE3ODUw\"}"
  static let customerPatch = #"{"country":"FR","email":null,"attributes":{"plan":"basic"}}"#

  static let product =
    #"{"id":"85123A","title":"White hanging heart","category":"Decoration","price":2.55,"#
    + #""currency":"EUR","available":true,"attributes":{"colour":"white"}}"#
  static let products = "{\"products\":[\(product)],\"next_cursor\":\"cHJvZHVjdHMfODUxMjNB\"}"
  static let productPatch = #"{"price":2.25,"available":false}"#

  static let faqEntry =
    #"{"intent":"opening_hours","question":"When are you open?","#
    + #""answer":"Monday to Friday from 9 to 18.","examples":["are you open on sunday"]}"#

  static let interactions =
    #"{"customer_id":"17850","interactions":[{"product_id":"85123A","kind":"purchase","#
    + #""quantity":6,"value":15.3,"occurred_at":"2025-12-01T08:26:00Z","event_id":"536365-1"}]}"#

  static let recommendationEvent =
    #"{"event":"click","customer_id":"17850","product_id":"85123A","position":1}"#

  static let recommendations =
    #"{"customer_id":"17850","items":[{"product_id":"85123A","title":"White hanging heart","#
    + #""category":"Decoration","price":2.55,"currency":"EUR","score":0.83,"#
    + #""reasons":[{"because":"22423","kind":"bought","contribution":0.34,"share":0.41}]}],"#
    + #""model":"recommender-7","recommendation_id":"r-7-1"}"#

  static let session =
    #"{"product_ids":["85123A"],"history":[{"product_id":"22423","kind":"view"}],"limit":10}"#

  static let models =
    #"{"models":[{"kind":"churn","version":1,"name":"churn-1","#
    + #""created_at":"2025-12-10T03:00:00Z","bytes":18204,"active":true,"outdated":false,"#
    + #""parameters":"{}"}]}"#

  static let newRule =
    #"{"action":"boost","factor":1.5,"category":"Decoration","country":"GB","note":"spring"}"#
  static let rule =
    #"{"id":1,"action":"boost","factor":1.5,"category":"Decoration","country":"GB","#
    + #""note":"spring","created_at":"2025-12-10T03:00:00Z","created_by":"http","#
    + #""state":"active","text":"boost category \"Decoration\" by 1.5 for country GB"}"#
  static let setting =
    #"{"name":"contact.cost","value":4,"default_value":5,"is_default":false,"#
    + #""text":"what one contact costs","set_at":"2025-12-10T03:00:00Z","set_by":"http"}"#
}
