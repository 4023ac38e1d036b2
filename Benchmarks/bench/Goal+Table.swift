/// Where each data set lies below the data folder.
enum DataFile: String {
  case onlineRetail = "online-retail/online-retail.csv.gz"
  case telco = "telco/Telco-Customer-Churn.csv"
  case bank = "bank-churn/Churn_Modelling.csv"
  case cdnow = "cdnow/CDNOW_master.txt.gz"
  case banking77Train = "banking77/train.csv"
  case banking77Test = "banking77/test.csv"
  case clinc150 = "clinc150/data_full.json"
  case bitext = "bitext/utterances.csv"
  case shopQuestions = "ecommerce-faq/faq.json"
  case movieLens = "ml-1m-sequences/all.txt.gz"
  case movieTrainInput = "ml-1m-sequences/train_input.txt.gz"
  case movieValidationInput = "ml-1m-sequences/val_input.txt.gz"
  case movieValidationOutput = "ml-1m-sequences/val_output.txt.gz"
  case movieTestInput = "ml-1m-sequences/test_input_rebuilt.txt.gz"
  case movieTestOutput = "ml-1m-sequences/test_output.txt.gz"
  case movieRatings = "ml-100k/u.data"
}

extension Goal {
  /// Every published or demanded figure there is, in one place.
  static let all: [Goal] = service + recommender + churn + support + engine

  private static let service: [Goal] = [
    Goal(
      "service/online-retail/import", "wall, rapport ÷ sqlite3", .atMost, .figure(1),
      "sqlite3 .import of the same file in the same run, alternating"),
    Goal("service/online-retail/import", "peak memory", .atMost, .figure(150), "project goal"),
    Goal(
      "service/online-retail/train", "wall, two cores", .atMost, .figure(20), "project goal"),
    Goal("service/online-retail/recommend", "median", .atMost, .figure(1), "project goal"),
    Goal(
      "service/online-retail/recommend --explain", "median", .atMost, .figure(1),
      "project goal"),
    Goal("service/rapport --help", "median", .atMost, .figure(15), "project goal"),
  ]

  private static let recommender: [Goal] = onlineRetail + movies + live

  private static let onlineRetail: [Goal] = [
    Goal(
      "recommender/online-retail/in use", "ndcg@10", .atLeast, .figure(0.38),
      "project goal; z-score blend of own purchases, EASE and iALS in numpy: .373"),
    Goal(
      "recommender/online-retail/in use", "ndcg@10_new", .atLeast, .figure(0.115),
      "project goal; z-score blend of own purchases, EASE and iALS in numpy: .112"),
    Goal(
      "recommender/online-retail/in use", "hr@10", .atLeast, .model("popularity"),
      "popularity on the same cases, this run"),
    Goal(
      "recommender/online-retail/in use", "hr@10_new", .atLeast, .model("popularity"),
      "popularity on the same cases, this run"),
    Goal(
      "recommender/online-retail/popularity", "ndcg@10", .reported, .figure(0.134),
      "popularity of 30 days, same split"),
    Goal(
      "recommender/online-retail/popularity", "ndcg@10_new", .reported, .figure(0.082),
      "popularity of 30 days, same split"),
    Goal(
      "recommender/online-retail/own purchases", "ndcg@10", .reported, .figure(0.354),
      "own purchases with decay, same split"),
    Goal(
      "recommender/online-retail/item regression", "ndcg@10", .reported, .figure(0.284),
      "EASE in numpy, same split"),
    Goal(
      "recommender/online-retail/item regression", "ndcg@10_new", .reported, .figure(0.107),
      "EASE in numpy, same split"),
    Goal(
      "recommender/online-retail/matrix factorisation", "ndcg@10", .reported, .figure(0.251),
      "iALS, same split"),
    Goal(
      "recommender/online-retail/matrix factorisation", "ndcg@10_new", .reported,
      .figure(0.087), "iALS, same split"),
  ]

  private static let movies: [Goal] = [
    Goal(
      "recommender/movielens-1m/self-check/popularity", "hr@10", .reported, .figure(0.0368),
      "numpy, same files"),
    Goal(
      "recommender/movielens-1m/self-check/popularity", "ndcg@10", .reported, .figure(0.0179),
      "numpy, same files"),
    Goal(
      "recommender/movielens-1m/self-check/item regression, λ 300", "hr@10", .reported,
      .figure(0.0962), "EASE in numpy, same files"),
    Goal(
      "recommender/movielens-1m/self-check/item regression, λ 300", "ndcg@10", .reported,
      .figure(0.0465), "EASE in numpy, same files"),
    Goal(
      "recommender/movielens-1m/quick/blend/last but one unknown", "ndcg@10", .atLeast,
      .figure(0.115), "EASE with recency and sequential rules in numpy: .1147"),
    Goal(
      "recommender/movielens-1m/quick/blend", "training", .atMost, .figure(10), "project goal"),
    Goal(
      "recommender/movielens-1m/full/sequence transformer/last", "ndcg@10", .atLeast,
      .figure(0.186), "SASRec with 3000 negatives"),
    Goal(
      "recommender/movielens-1m/full/sequence transformer/last", "hr@10", .atLeast,
      .figure(0.316), "SASRec with 3000 negatives"),
    Goal(
      "recommender/movielens-1m/full/blend/last", "ndcg@10", .atLeast, .figure(0.19),
      "HSTU-large: .1893"),
    Goal(
      "recommender/movielens-1m/full/blend", "training", .atMost, .figure(1800), "project goal"),
    Goal(
      "recommender/movielens-100k/ratings", "rmse", .atMost, .figure(0.919), "Surprise SVD++"),
  ]

  private static let live: [Goal] = [
    Goal(
      "recommender/live, 3400 products, 200 events", "median, with reasons", .atMost,
      .figure(0.26), "gorse's cached answer of 10, as its documentation says"),
    Goal(
      "recommender/live, 100000 products, 200 events", "median, with reasons", .atMost,
      .figure(2), "project goal"),
  ]

  private static let churn: [Goal] = labelled + purchases + planted + spend

  private static let labelled: [Goal] = [
    Goal(
      "churn/telco/in use", "auc", .atLeast, .figure(0.849),
      "logistic regression with engineered crosses, same folds; tuned boosting: .8485"),
    Goal(
      "churn/telco/in use", "brier", .atMost, .figure(0.1335),
      "logistic regression with engineered crosses, same folds"),
    Goal("churn/telco/in use", "ece", .atMost, .figure(0.02), "project goal"),
    Goal("churn/telco/in use", "ece, all rows", .atMost, .figure(0.02), "project goal"),
    Goal(
      "churn/telco/plain one-hot", "auc", .atLeast, .figure(0.845),
      "scikit-learn's logistic regression, same folds"),
    Goal(
      "churn/telco, labels shuffled/in use", "auc", .within(0.02), .figure(0.5), "chance"),
    Goal(
      "churn/bank/in use", "auc", .atLeast, .figure(0.863),
      "explainable boosting machine, same folds; gradient boosting: .8665"),
    Goal(
      "churn/bank/in use", "brier", .atMost, .figure(0.102),
      "explainable boosting machine, same folds"),
    Goal(
      "churn/bank/plain one-hot", "auc", .reported, .figure(0.766),
      "scikit-learn's logistic regression, same folds"),
  ]

  private static let purchases: [Goal] = [
    Goal(
      "churn/online-retail/in use", "auc", .atLeast, .figure(0.745),
      "project goal; logistic regression on recency, frequency and money, same cut-off: .740"),
    Goal("churn/online-retail/in use", "brier", .atMost, .figure(0.208), "project goal"),
    Goal("churn/online-retail/in use", "ece", .atMost, .figure(0.03), "project goal"),
    Goal(
      "churn/online-retail/in use", "auc beyond recency alone", .atLeast, .figure(0),
      "recency alone on the same customers, this run"),
    Goal(
      "churn/online-retail/recency alone", "auc", .reported, .figure(0.683),
      "recency alone, same cut-off"),
    Goal(
      "churn/cdnow/in use", "auc", .atLeast, .figure(0.807),
      "logistic regression on recency, frequency, money and windows, same cut-off"),
    Goal(
      "churn/cdnow/in use", "brier", .atMost, .figure(0.1288),
      "logistic regression on recency, frequency, money and windows, same cut-off"),
    Goal(
      "churn/cdnow/in use", "auc beyond order of recency", .atLeast, .figure(0),
      "days since the last purchase, same customers, this run"),
    Goal(
      "churn/cdnow/in use", "auc beyond BG/NBD", .atLeast, .figure(0),
      "expected purchases by BG/NBD on the same customers, this run"),
    Goal(
      "churn/cdnow/order of recency", "auc", .reported, .figure(0.795),
      "days since the last purchase, same cut-off"),
    Goal(
      "churn/cdnow/BG/NBD", "auc", .reported, .figure(0.799),
      "expected purchases by BG/NBD, same cut-off"),
  ]

  private static let planted: [Goal] = PlantedLeak.allCases.map {
    Goal("churn/planted/\($0.rawValue)", "refused", .atLeast, .figure(1), "project goal")
  }

  private static let spend: [Goal] = ["cdnow", "online-retail"].flatMap { shop in
    ["spearman", "spend_in_top_10_percent"].map { metric in
      Goal(
        "value/\(shop)/in use", "\(metric) beyond BG/NBD purchases × mean order", .atLeast,
        .figure(0), "expected purchases by BG/NBD at the mean order's value, this run")
    }
  }

  /// What this side is to reach by itself; its speed is judged beside its peers.
  private static let engine: [Goal] = [
    Goal(
      "engine/als-cg-20m", "peak memory ÷ (interactions + factors)", .atMost, .figure(1.3),
      "project goal"),
    Goal("engine/top10-user-100k", "recall@10", .atLeast, .figure(0.99), "project goal"),
    Goal(
      "engine/top10-user-100k", "recall@10, MovieLens factors", .atLeast, .figure(0.99),
      "project goal"),
    Goal("engine/scoring-dense", "rows a second", .atLeast, .figure(5e6), "project goal"),
    Goal("engine/features-1m", "median", .atMost, .figure(2_000), "project goal"),
  ]
}
