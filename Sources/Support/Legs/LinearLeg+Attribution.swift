import Features

extension LinearLeg {
  /// Splits the margin of an intent, or the lead of one intent over another,
  /// over the n-grams of a text, exactly.
  ///
  /// - Parameters:
  ///   - tokens: the text.
  ///   - first: the class whose margin is explained.
  ///   - second: the class whose margin is taken off, where there is one.
  /// - Returns: one contribution for each occurrence of a known n-gram, by place
  ///   in the text inside each kind; with `baseline` they sum to the margin or
  ///   the difference of the two.
  func attribute(
    _ tokens: TextTokens, weightOf first: Int, against second: Int? = nil
  ) -> [NGramContribution] {
    shares(tokens, first, second).map { tokens.contribution(of: $0) }
  }

  /// Both splits at once, of the n-grams only those that weigh most.
  ///
  /// - Parameters:
  ///   - tokens: the text.
  ///   - first: the class whose margin is explained.
  ///   - second: the class whose margin is taken off, if any.
  ///   - count: the most n-grams.
  /// - Returns: the words by place, the n-grams by falling weight.
  func explain(
    _ tokens: TextTokens, weightOf first: Int, against second: Int?, nGrams count: Int
  ) -> (words: [WordContribution], nGrams: [NGramContribution]) {
    let shares = shares(tokens, first, second)
    let largest = shares.indices.sorted {
      (abs(shares[$1].contribution), $0) < (abs(shares[$0].contribution), $1)
    }
    return (
      words(tokens, shares), largest.prefix(count).map { tokens.contribution(of: shares[$0]) }
    )
  }

  /// The n-grams' contributions, each in equal parts to the words it is made of.
  private func words(
    _ tokens: TextTokens, _ shares: [TextVectorizer.Share]
  ) -> [WordContribution] {
    var contributions = [Double](repeating: 0, count: tokens.count)
    for share in shares {
      let members = share.tokens
      for token in members {
        contributions[token] += share.contribution / Double(members.count)
      }
    }
    return tokens.tokens.indices.map { index in
      let token = tokens.tokens[index]
      let source = tokens.source(of: token.start..<token.end)
      return WordContribution(
        word: tokens.word(index), start: source.lowerBound, end: source.upperBound,
        contribution: contributions[index])
    }
  }

  /// The margin, or the difference of two margins, of a text without a known
  /// n-gram.
  func baseline(of first: Int, against second: Int? = nil) -> Double {
    Double(intercepts[first]) - (second.map { Double(intercepts[$0]) } ?? 0)
  }

  private func shares(
    _ tokens: TextTokens, _ first: Int, _ second: Int?
  ) -> [TextVectorizer.Share] {
    vectorizer.shares(tokens) { column in
      weights[column, first] - (second.map { weights[column, $0] } ?? 0)
    }
  }
}

extension TextVectorizer.Share {
  fileprivate var kind: NGramContribution.Kind {
    switch block {
    case .characters: .characters
    case .words: isPair ? .pair : .words
    }
  }
}

extension TextTokens {
  fileprivate func contribution(of share: TextVectorizer.Share) -> NGramContribution {
    let source = source(of: scalarRange(of: share.occurrence))
    return NGramContribution(
      text: text(of: share), kind: share.kind, start: source.lowerBound,
      end: source.upperBound, contribution: share.contribution)
  }

  /// The scalars of an n-gram without the borders it may have.
  fileprivate func scalarRange(of occurrence: TextNGrams.Occurrence) -> Range<Int> {
    let first = tokens[Int(occurrence.token)]
    let last = tokens[Int(occurrence.token + occurrence.span - 1)]
    return max(Int(occurrence.start), first.start)..<min(Int(occurrence.end), last.end)
  }

  fileprivate func text(of share: TextVectorizer.Share) -> String {
    switch share.kind {
    case .words, .pair:
      let joiner = tokens[share.tokens[0]].run == nil ? " " : ""
      return share.tokens.map { word($0) }.joined(separator: share.isPair ? " … " : joiner)
    case .characters:
      let occurrence = share.occurrence
      let token = tokens[Int(occurrence.token)]
      var text = String.UnicodeScalarView()
      if Int(occurrence.start) < token.start { text.append(" ") }
      for position in scalarRange(of: occurrence) {
        if let scalar = Unicode.Scalar(scalars[position]) { text.append(scalar) }
      }
      if Int(occurrence.end) > token.end { text.append(" ") }
      return String(text)
    }
  }
}
