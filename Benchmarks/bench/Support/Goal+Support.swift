extension Goal {
  static let support: [Goal] = banking + scope + shops

  private static let banking: [Goal] = [
    Goal(
      "support/banking77/in use", "accuracy", .atLeast, .figure(0.929),
      "n-grams and a small transformer, no pre-training, same test file; aim .937: fine-tuned "
        + "BERT-large"),
    Goal(
      "support/banking77/linear", "accuracy", .atLeast, .figure(0.914),
      "linear SVM on word and character n-grams in scikit-learn, same test file: .9146"),
    Goal(
      "support/banking77/transformer", "accuracy", .atLeast, .figure(0.915),
      "small transformer in JAX, no pre-training, same test file: .9149"),
    Goal(
      "support/banking77/in use", "ece", .atMost, .figure(0.015),
      "the same mean with a temperature from half of the test file: .012 to .015"),
    Goal(
      "support/banking77/in use", "selective_accuracy_90", .atLeast, .figure(0.97),
      "the same mean, same test file: .970"),
    Goal(
      "support/banking77/in use", "selective_accuracy_95", .reported, .figure(0.957),
      "the same mean, same test file"),
    Goal(
      "support/banking77/in use", "selective_accuracy_80", .reported, .figure(0.985),
      "the same mean, same test file"),
    Goal(
      "support/banking77/in use", "top_3_accuracy", .reported, .figure(0.981),
      "the same mean, same test file"),
    Goal(
      "support/banking77/in use", "accuracy, one typo a text", .atLeast, .figure(0.89),
      "project goal; linear SVM on word and character n-grams: .878"),
    Goal(
      "support/banking77/10 examples an intent", "accuracy", .atLeast, .figure(0.765),
      "n-grams .7 and a small transformer .3, one draw: .765; n-grams alone .742"),
    Goal(
      "support/banking77/linear", "training, two cores", .atMost, .figure(2),
      "project goal; scikit-learn's LinearSVC: about 4 s"),
    Goal(
      "support/banking77/in use", "training, two cores", .atMost, .figure(120),
      "project goal; the transformer in JAX alone: 464 s"),
    Goal("support/banking77/in use", "parse, median", .atMost, .figure(1), "project goal"),
    Goal("support/banking77/in use", "stored size", .atMost, .figure(20), "project goal"),
  ]

  private static let scope: [Goal] = [
    Goal(
      "support/clinc150/validation most accurate", "in_scope_accuracy", .atLeast, .figure(0.925),
      "linear SVM on n-grams, same parts; aim .934: MLP on USE"),
    Goal(
      "support/clinc150/validation most accurate", "out_of_scope_recall", .atLeast,
      .figure(0.485), "linear SVM on n-grams, same parts; aim .52: BERT-large"),
    Goal(
      "support/clinc150/validation balanced errors", "in_scope_accuracy", .atLeast,
      .figure(0.891), "linear SVM on n-grams, same parts"),
    Goal(
      "support/clinc150/validation balanced errors", "out_of_scope_recall", .atLeast,
      .figure(0.856), "linear SVM on n-grams, same parts"),
    Goal(
      "support/clinc150/in use", "out_of_scope_auroc", .atLeast, .figure(0.958),
      "linear SVM on n-grams with a class of its own for the rest, same parts; aim .965"),
    Goal(
      "support/clinc150/in use", "accuracy", .reported, .figure(0.933),
      "n-grams and a small transformer, no pre-training, same test part"),
    Goal("support/clinc150/in use", "stored size", .atMost, .figure(20), "project goal"),
  ]

  private static let shops: [Goal] = [
    Goal("support/bitext/in use", "accuracy", .atLeast, .figure(0.995), "project goal"),
    Goal(
      "support/shop-faq/stored questions", "answered exactly", .atLeast, .figure(1),
      "project goal"),
    Goal(
      "support/shop-faq/other wordings", "right answer in the top three", .atLeast, .figure(0.9),
      "project goal"),
    Goal(
      "support/seed-data/in use", "accuracy", .atLeast, .model("bm25"),
      "nearest question by BM25 on the same texts, this run"),
    Goal(
      "support/ecommerce-faq/in use", "accuracy", .atLeast, .model("bm25"),
      "nearest question by BM25 on the same texts, this run"),
  ]
}
