import Service
import Storage
import Terminal
import Wording

/// `rapport ask`.
enum AskCommand {
  static func run(_ context: Context) throws {
    let invocation = context.invocation
    let text = invocation.list("TEXT", separatedBy: nil).joined(separator: " ")
    try context.withRapport(.readOnly) { rapport in
      let answer = try rapport.ask(text, customer: invocation.string("customer"))
      guard !context.isJSON else { return try context.printJSON(answer) }
      print(answer, to: context.console, explains: invocation.flag("explain"))
    }
  }

  static func print(_ answer: SupportAnswer, to console: Console, explains: Bool = false) {
    let width = min(console.width ?? 96, 96)
    let confidence = percentage(answer.confidence, decimals: 0)
    switch answer.action {
    case "answer":
      console.output.write(wrapped(answer.answer ?? "", width: width) + "\n")
      console.line()
      console.line(
        console.style.dim(
          "\(answer.intent ?? ""), confidence \(confidence)"
            + (answer.matchedQuestion.map { ": \"\($0)\"" } ?? "")))
    case "clarify":
      console.line("I am not sure which of these you mean (confidence \(confidence)):")
      for suggestion in answer.suggestions { console.line("  - \(suggestion.question)") }
      if let best = answer.answer {
        console.line()
        console.line("The first would be answered so:")
        console.output.write(wrapped(best, width: width) + "\n")
      }
    default:
      console.line("I am not sure (confidence \(confidence)); a person should answer this.")
      if !answer.suggestions.isEmpty {
        console.line("The nearest questions I can answer:")
        for suggestion in answer.suggestions { console.line("  - \(suggestion.question)") }
      }
    }
    if let customer = answer.customer {
      if let date = customer.lastOrderDate, let lines = customer.lastOrderLines {
        let value = customer.lastOrderValue.map { ", worth \(grouped($0, decimals: 2))" } ?? ""
        console.line(
          "On record: customer \(customer.customerId) last ordered on \(date), "
            + "\(counted(lines, "line"))\(value).")
      } else {
        console.line("On record: customer \(customer.customerId) has not ordered yet.")
      }
    }
    if explains, !answer.entities.isEmpty {
      console.line(
        "Names: "
          + answer.entities.map { "\($0.entity) \($0.value)" }.joined(separator: ", "))
    }
    guard explains, !answer.explanation.isEmpty else { return }
    console.line("Words that decided, in the margin over the runner-up:")
    for word in answer.explanation {
      console.line("  \(padded(signed(word.contribution), to: 7, right: true))  \(word.word)")
    }
  }
}
