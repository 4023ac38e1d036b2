"""The figures of docs/quality.md and README in words: what was measured, and what stands beside it.

A figure without a command beside it here is one that somebody else published or measured; the
table of goals says who.
"""

RETAIL = "recommender/online-retail/"
MOVIES = "recommender/movielens-1m/"
BANKING = "support/banking77/"
CLINC = "support/clinc150/"


def ROWS(f):
    """The rows of docs/quality.md."""
    v, b = f.value, f.between
    return [*recommender(v, b), *churn(v, b), *support(v, b), *speed(f, v, b)]


def recommender(v, b):
    use, popularity = RETAIL + "in use", RETAIL + "popularity"
    return [
        ["recommendations: HR@10 of the next 60 days' purchases", b(use, "hr@10"),
         f"popularity {b(popularity, 'hr@10')}"],
        ["recommendations: NDCG@10", b(use, "ndcg@10"), f"popularity {b(popularity, 'ndcg@10')}"],
        ["NDCG@10 of products new to the customer", b(use, "ndcg@10_new"),
         f"popularity {b(popularity, 'ndcg@10_new')}"],
        ["the next item of MovieLens 1M: NDCG@10, transformer",
         b(MOVIES + "full/sequence transformer/last", "ndcg@10"),
         "SASRec with 3000 negatives .186, HSTU-large .189 (published)"],
        [f"the same, blend with the transformer, "
         f"{v(MOVIES + 'full/blend', 'training', 0, 1 / 60)} min of training",
         b(MOVIES + "full/blend/last", "ndcg@10"), ""],
        [f"the same, blend without it, {v(MOVIES + 'quick/blend', 'training', 0)} s of training",
         b(MOVIES + "quick/blend/last", "ndcg@10"), "SASRec .126, gSASRec .173 (published)"],
        ["ratings of MovieLens 100K: RMSE (lower is better)",
         v("recommender/movielens-100k/ratings", "rmse"), "Surprise SVD++ .919 (published)"],
    ]


def churn(v, b):
    use, recency = "churn/online-retail/in use", "churn/online-retail/recency alone"
    plain = "churn/online-retail/plain logistic regression"
    cdnow, value = "churn/cdnow/in use", "value/online-retail/"
    value_cdnow = "value/cdnow/"
    mean, gamma = "BG/NBD purchases × mean order", "BG/NBD × gamma-gamma"

    def labelled(data):
        case = f"churn/{data}/in use"
        return f"{v(case, 'auc')}, {v(case, 'brier')}, {v(case, 'fit', 2)} s a fit"

    def spend(case):
        return f"{v(case, 'spearman')}, {v(case, 'spend_in_top_10_percent')}"

    return [
        ["churn within 90 days: AUC", b(use, "auc"),
         f"recency alone {b(recency, 'auc')}, plain logistic regression on the same measures "
         f"{v(plain, 'auc')}"],
        ["churn: Brier score (lower is better)", b(use, "brier"),
         f"recency alone {b(recency, 'brier')}"],
        ["churn: calibration error (lower is better)", b(use, "ece"),
         f"recency alone {b(recency, 'ece')}"],
        ["churn at a telecom (Telco, 5-fold × 2): AUC, Brier", labelled("telco"),
         "explainable boosting machine .849, .134; gradient boosting .848"],
        ["churn at a bank (5-fold × 2): AUC, Brier", labelled("bank"),
         "explainable boosting machine .863, .102; gradient boosting .866"],
        ["churn within 182 days of CDNOW: AUC, Brier",
         f"{b(cdnow, 'auc')}, {v(cdnow, 'brier')}",
         f"order of recency {v('churn/cdnow/order of recency', 'auc')}, BG/NBD "
         f"{v('churn/cdnow/BG/NBD', 'auc')}, a small perceptron on the same measures "
         f"{v('churn/cdnow/multi-layer perceptron', 'auc')}, "
         f"{v('churn/cdnow/multi-layer perceptron', 'brier')}; regression on 16 features .807, "
         ".129 (published)"],
        ["spend in the next 90 days: rank correlation, share in the top tenth",
         spend(value + "in use"),
         f"BG/NBD purchases × mean order {spend(value + mean)}; BG/NBD × gamma-gamma "
         f"{spend(value + gamma)}"],
        ["the same on CDNOW, 182 days", spend(value_cdnow + "in use"),
         f"BG/NBD × mean order {spend(value_cdnow + mean)}; what was spent in the last 182 days "
         f"{spend(value_cdnow + 'same as last period')}"],
    ]


def support(v, b):
    use, few = BANKING + "in use", BANKING + "10 examples an intent"
    accurate, shop = CLINC + "validation most accurate", "support/shop-faq/"
    return [
        ["support, BANKING77 test: accuracy, range of three seeds", b(use, "accuracy"),
         "n-grams and a small transformer .929, fine-tuned BERT-large .937 (published or measured "
         "elsewhere)"],
        ["the same: linear leg alone, transformers alone",
         f"{v(BANKING + 'linear', 'accuracy')}, {v(BANKING + 'transformer', 'accuracy')}",
         "scikit-learn's SVM on words and characters .915; one transformer of that size .915"],
        ["the same with one typo a text", v(use, "accuracy, one typo a text"),
         "SVM on words and characters .878"],
        ["the same with 10 examples an intent", b(few, "accuracy"),
         "SVM .745, with a transformer .765"],
        ["the same: calibration error, right answers among the surest 90 %",
         f"{v(use, 'ece')}, {v(use, 'selective_accuracy_90')}", ".012 to .015, .970"],
        ["support, CLINC150: accuracy in scope, out-of-scope AUROC",
         f"{v(CLINC + 'in use', 'accuracy')}, {v(CLINC + 'in use', 'out_of_scope_auroc')}",
         "perceptron on USE .935; linear n-grams .958"],
        ["the same at the most accurate threshold of the validation part: in scope, out-of-scope "
         "recall", f"{v(accurate, 'in_scope_accuracy')}, {v(accurate, 'out_of_scope_recall')}",
         "BERT-large .962, .523; perceptron on USE .934, .491 (published)"],
        ["the same as shipped (`balanced`)",
         f"{v(CLINC + 'preset balanced', 'in_scope_accuracy')}, "
         f"{v(CLINC + 'preset balanced', 'out_of_scope_recall')}", "linear n-grams .891, .856"],
        ["training on BANKING77's 10,003 texts, two cores; a text parsed; stored",
         f"{b(use, 'training, two cores', 0)} s, linear leg "
         f"{v(BANKING + 'linear', 'training, two cores', 1)} s; {v(use, 'parse, median', 1)} ms; "
         f"{v(use, 'stored size', 1)} MB", ""],
        ["support, Bitext's utterances of shop customers, 5-fold",
         v("support/bitext/in use", "accuracy"), ""],
        ["support, a public shop FAQ: stored questions, other wordings in the top three",
         f"{v(shop + 'stored questions', 'answered exactly')}, "
         f"{v(shop + 'other wordings', 'right answer in the top three')}", ""],
        ["support, the shipped shop, 5-fold: accuracy", b("support/seed-data/in use", "accuracy"),
         f"BM25 {b('support/seed-data/bm25', 'accuracy')}"],
    ]


def speed(f, v, b):
    case = "service/online-retail/"
    return [
        ["import of 541,909 lines",
         f"{v(case + 'import', 'wall', 2)} s, {v(case + 'import', 'peak memory', 0)} MB",
         f"{v(case + 'import', 'wall, rapport ÷ sqlite3', 2)} of the time of `sqlite3`'s own "
         "`.import`"],
        ["training of everything on it, two cores",
         f"{v(case + 'train', 'wall, two cores', 1)} s, {v(case + 'train', 'peak memory', 0)} MB",
         ""],
        ["ten recommendations, in process",
         f"{v(case + 'recommend', 'median', 2)} ms median, "
         f"{v(case + 'recommend', '99 % within', 1)} ms for 99 %", ""],
        ["the same with reasons", f"{v(case + 'recommend --explain', 'median', 2)} ms median", ""],
        ["with reasons, 200 purchases, 3,400 and 100,000 products",
         " ms, ".join(
             v(f"recommender/live, {count} products, 200 events", "median, with reasons", 2)
             for count in (3400, 100000)) + " ms median",
         "gorse's cached answer .26 ms (its documentation)"],
        ["a question answered", f"{v('service/ask', 'median', 2)} ms median", ""],
        ["`rapport --help`", f"{v('service/rapport --help', 'median', 1)} ms", ""],
        ["recommendations over HTTP a second, two cores, customers and products of MovieLens 1M",
         f"{v('load/recommendations', 'requests a second', 0)}; 99 % within "
         f"{v('load/recommendations', 'p99 at half', 1)} ms at half of that",
         "lists are kept for up to a minute while nothing changes; the first of each customer takes "
         f"{v('load/recommendations', 'CPU a customer' + chr(39) + 's first request', 1, 1e-3)} ms"],
        ["events stored a second over HTTP in batches of 100, a small shop",
         v("load/ingestion", "events a second", 0), ""],
        ["from the start of the program until it is ready, models of MovieLens 1M",
         f"{v('load/start', 'ready after, median', 0)} ms "
         f"({v('load/start', 'ready after, at the least', 0)} to "
         f"{v('load/start', 'ready after, at the most', 0)})", ""],
        ["CPU time of `/healthz`", f"{v('load/healthz', 'CPU beside nginx' + chr(39) + 's return', 2)} ×",
         "nginx's `return 200` in the same run"],
    ]


def SHORT_ROWS(f):
    """The rows of README."""
    return filled(SHORT, f)


def SHORT_ROWS_ZH(f):
    """The rows of README.zh."""
    return filled(SHORT_ZH, f)


def filled(rows, f):
    figures = short_figures(f)
    return [[text.format(**figures) for text in row] for row in rows]


def short_figures(f):
    """The figures that both READMEs name."""
    v, b = f.value, f.between
    service = "service/online-retail/"
    return {
        "retail": b(RETAIL + "in use", "ndcg@10"),
        "retail_popularity": v(RETAIL + "popularity", "ndcg@10"),
        "movies_seconds": v(MOVIES + "quick/blend", "training", 0),
        "movies_full": v(MOVIES + "full/blend/last", "ndcg@10"),
        "movies_quick": v(MOVIES + "quick/blend/last", "ndcg@10"),
        "telco": v("churn/telco/in use", "auc"),
        "telco_seconds": v("churn/telco/in use", "fit", 2),
        "boosting_seconds": f.peer_seconds("churn-telco", "interpret"),
        "churn": b("churn/online-retail/in use", "auc"),
        "churn_recency": v("churn/online-retail/recency alone", "auc"),
        "banking": v(BANKING + "in use", "accuracy"),
        "clinc": v(CLINC + "preset balanced", "in_scope_accuracy"),
        "clinc_recall": v(CLINC + "preset balanced", "out_of_scope_recall"),
        "import_seconds": v(service + "import", "wall", 2),
        "import_ratio": v(service + "import", "wall, rapport ÷ sqlite3", 2),
        "list_ms": v(service + "recommend --explain", "median", 2),
        "answer_ms": v("service/ask", "median", 2),
        "als": f.ratio("als-cg-1m", "implicit"),
        "logistic": f.ratio("logistic-dense", "scikit-learn", 0),
        "transformer": f.ratio("transformer-64", "pytorch"),
    }


SHORT = [
    ["recommendations, Online Retail: NDCG@10 of the next 60 days' purchases", "{retail}",
     "popularity {retail_popularity}"],
    ["next item, MovieLens 1M: NDCG@10, blend with the transformer; without, {movies_seconds} s of "
     "training", "{movies_full}; {movies_quick}", "HSTU-large .189, SASRec .126 (published)"],
    ["churn at a telecom (Telco): AUC, time of a fit", "{telco}, {telco_seconds} s",
     "explainable boosting machine .849, {boosting_seconds} s"],
    ["churn, Online Retail, 90 days: AUC", "{churn}", "recency alone {churn_recency}"],
    ["support, BANKING77 test: accuracy", "{banking}",
     "fine-tuned BERT-large .937 (published), n-grams and a small transformer .929"],
    ["support, CLINC150 as shipped: in scope, out-of-scope recall", "{clinc}, {clinc_recall}",
     "linear n-grams .891, .856"],
    ["import of 541,909 lines", "{import_seconds} s",
     "{import_ratio} of the time of `sqlite3`'s own `.import`"],
    ["ten recommendations with reasons; a question answered, in process",
     "{list_ms} ms; {answer_ms} ms", ""],
    ["training: implicit ALS; logistic regression; a small transformer's step",
     "{als}; {logistic}; {transformer} times as fast", "`implicit`; scikit-learn; PyTorch"],
]

SHORT_ZH = [
    ["推荐，Online Retail：之后 60 天购买的 NDCG@10", "{retail}", "热门商品 {retail_popularity}"],
    ["下一件商品，MovieLens 1M：混合模型含 Transformer 的 NDCG@10；不含，训练 {movies_seconds} 秒",
     "{movies_full}；{movies_quick}", "HSTU-large .189、SASRec .126（已发表）"],
    ["电信公司的流失（Telco）：AUC，一次拟合的时间", "{telco}，{telco_seconds} s",
     "explainable boosting machine .849，{boosting_seconds} s"],
    ["流失，Online Retail，90 天：AUC", "{churn}", "仅用最近购买时间 {churn_recency}"],
    ["客服，BANKING77 测试集：准确率", "{banking}",
     "微调的 BERT-large .937（已发表），n-gram 加小型 Transformer .929"],
    ["客服，CLINC150 默认设置：范围内准确率，范围外召回率", "{clinc}，{clinc_recall}",
     "线性 n-gram .891、.856"],
    ["导入 541,909 行", "{import_seconds} s", "`sqlite3` 自带 `.import` 所需时间的 {import_ratio} 倍"],
    ["进程内给出十条带理由的推荐；回答一个问题", "{list_ms} ms；{answer_ms} ms", ""],
    ["训练速度：隐式 ALS；逻辑回归；小型 Transformer 的一步", "{als}；{logistic}；{transformer} 倍",
     "`implicit`；scikit-learn；PyTorch"],
]
