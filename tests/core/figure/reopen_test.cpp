#include "core/figure/reopen.h"

#include <QTemporaryDir>
#include <QTest>
#include <cstring>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/document/edits.h"
#include "core/document/kernel_place.h"
#include "core/figure/document_recipe.h"
#include "core/onnx/bundled.h"

using namespace fovea;

namespace {

namespace fs = std::filesystem;

/// A picture with something in every pixel.
Picture busy_picture(int height, int width) {
  Picture picture;
  picture.pixels = Tensor(Shape{height, width, 3}, ElementType::uint8);
  std::uint32_t state = 7;
  for (std::uint8_t& pixel : picture.pixels.mutable_values<std::uint8_t>()) {
    state = state * 1664525U + 1013904223U;
    pixel = static_cast<std::uint8_t>(state >> 24);
  }
  picture.name = "busy";
  return picture;
}

std::shared_ptr<const Picture> shared(Picture picture) {
  return std::make_shared<const Picture>(std::move(picture));
}

/// All that a person does before exporting a figure.
Document worked_on(std::shared_ptr<const NetworkOrigin> origin,
                   std::shared_ptr<const Picture> picture) {
  Document document = make_document(std::move(origin), std::move(picture));
  const Graph& graph = document.network.graph;
  const NodeId conv = convolutions_of(graph).front();
  document = set_kernel_cell(document, {{conv, 1}, 0}, 4, 2.5F).document;
  document = set_muted(document, {conv, 2}, true).document;
  document = set_crop(document, {.x = 3, .y = 2, .width = 20, .height = 20}).document;
  PictureFilter filter = document.filter;
  filter.kernel = Tensor::filled(Shape{3, 5}, 0.125F);
  filter.name = "drawn";
  filter.stride = {2, 1};
  document = set_filter(document, filter, "draw").document;
  document.selection = {.value = graph.node(conv).outputs[0],
                        .unit = 1,
                        .kernel_input = 0,
                        .pinned = std::pair<std::int64_t, std::int64_t>{4, 6}};
  document.view = {.lens = Lens::kernel,
                   .kernel_in_network = true,
                   .scope = ScaleScope::layer,
                   .peak = true,
                   .map_pixels = 77};
  return document;
}

std::shared_ptr<const NetworkOrigin> bundled(const std::string& name) {
  return make_origin(bundled_network(name), name);
}

/// Another document, that the figure is opened over.
Document elsewhere() { return make_document(bundled("edges"), shared(busy_picture(9, 9))); }

bool same_bytes(const Tensor& a, const Tensor& b) {
  return a.shape() == b.shape() && (a.empty() || std::memcmp(a.data(), b.data(), a.bytes()) == 0);
}

bool same_computed(const Document& a, const Document& b) {
  const Graph &x = a.network.computed, &y = b.network.computed;
  for (ValueId id = 0; id < static_cast<ValueId>(x.value_count()); ++id)
    if (!same_bytes(x.weight(id), y.weight(y.find_value(x.name_of(id))))) return false;
  return a.network.muted == b.network.muted;
}

/// What differs; empty where nothing does.
std::string difference(const Document& a, const Document& b) {
  if (!same_computed(a, b)) return "weights";
  const Input &x = *a.input, &y = *b.input;
  if (!same_bytes(x.picture->pixels, y.picture->pixels)) return "pixels";
  if (x.picture->name != y.picture->name || x.picture->path != y.picture->path) return "picture";
  if (!(x.crop == y.crop) || x.width != y.width || x.height != y.height) return "crop";
  if (!(x.preprocessing == y.preprocessing) || x.kind != y.kind) return "preprocessing";
  if (!(a.selection == b.selection)) return "selection";
  if (!(a.view == b.view)) return "view";
  return a.filter == b.filter ? "" : "filter";
}

/// As a figure brings it back, through the text in its file.
Document back(const Document& document, FigureParts& parts, const fs::path& figure = {}) {
  const std::string json = to_json(document_recipe(document, {}));
  parts = find_parts(recipe_from_json(json, Reading::lenient), figure, nullptr);
  return reopened(elsewhere(), parts);
}

QByteArray lacks_of(const FigureParts& parts) {
  QByteArray all;
  for (const std::string& lack : parts.lacks) all += QByteArray::fromStdString(lack) + '\n';
  return all;
}

}  // namespace

class ReopenTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    at_ = folder_->path().toStdString();
  }

  void aDocumentOfFilesComesBackWhole() {
    save_model(bundled_network("lenet5-digits"), at_ / "net.onnx");
    write_file_atomically(at_ / "cat.png", encode_png(busy_picture(40, 30)));
    const Document before = worked_on(
        make_origin(load_model(at_ / "net.onnx"), "net.onnx", (at_ / "net.onnx").string()),
        shared(read_picture(at_ / "cat.png")));
    const FigureRecipe recipe = document_recipe(before, {});
    QVERIFY(recipe.model.data.empty() && recipe.inputs.front().data.empty());
    QCOMPARE(recipe.inputs.front().path, (at_ / "cat.png").string());
    FigureParts parts;
    QCOMPARE(difference(before, back(before, parts)), std::string());
    QCOMPARE(lacks_of(parts), QByteArray());
  }

  void aFigureOfTheCommandLineSelectsWhatItIsOf() {
    FigureRecipe recipe{.version = "1", .model = {.name = "edges", .path = {}, .sha256 = {}}};
    recipe.preprocessing = bundled("edges")->preprocessing.value();
    recipe.preprocessing->width = 48;
    recipe.preprocessing->height = 40;
    recipe.spec.kind = FigureKind::arithmetic;
    recipe.spec.layer = "maps";
    recipe.spec.units = {3};
    recipe.spec.position = {4, 5};
    FigureParts parts = find_parts(recipe, {}, nullptr);
    const Document document = reopened(elsewhere(), parts);
    QCOMPARE(document.input->width, std::int64_t{48});
    QCOMPARE(document.input->height, std::int64_t{40});
    QCOMPARE(document.network.graph.name_of(document.selection.value), std::string("maps"));
    QCOMPARE(document.selection.unit, std::int64_t{3});
    QVERIFY(document.selection.pinned == std::pair(std::int64_t{4}, std::int64_t{5}));
    // What is not there is not selected.
    parts.recipe.spec.units = {4000};
    parts.recipe.spec.position = {4, 5000};
    const Document other = reopened(elsewhere(), parts);
    QCOMPARE(other.selection.unit, std::int64_t{0});
    QVERIFY(!other.selection.pinned);
  }

  void aDrawingAndAPastedPictureAreInTheFigure() {
    Document before = worked_on(bundled("lenet5-digits"), shared(busy_picture(28, 28)));
    Input input = *before.input;
    input.kind = Input::Kind::drawing;
    before.input = std::make_shared<const Input>(input);
    FigureParts parts;
    QCOMPARE(difference(before, back(before, parts)), std::string());
    QCOMPARE(lacks_of(parts), QByteArray());
  }

  void aNetworkThatIsInNoFileIsInTheFigure() {
    const Document before = worked_on(make_origin(bundled_network("lenet5-digits"), "learnt here"),
                                      shared(busy_picture(28, 28)));
    FigureParts parts;
    QCOMPARE(difference(before, back(before, parts)), std::string());
    QCOMPARE(lacks_of(parts), QByteArray());
  }

  void aNetworkWhoseRunIsThereIsOpenedFromIt() {
    save_model(bundled_network("lenet5-digits"), at_ / "architecture.onnx");
    const Document before = worked_on(make_origin(bundled_network("lenet5-digits"), "learnt here"),
                                      shared(busy_picture(28, 28)));
    const FigureRecipe recipe =
        document_recipe(before, {}, {.architecture = at_ / "architecture.onnx"});
    QCOMPARE(recipe.model.path, (at_ / "architecture.onnx").string());
    QVERIFY(recipe.model.data.empty());
  }

  void whatIsLargerThanItMayBeIsNotInTheFigureAndThatIsSaid() {
    const Document before = worked_on(bundled("lenet5-digits"), shared(busy_picture(1300, 1300)));
    FigureParts parts;
    const Document after = back(before, parts);
    QVERIFY2(lacks_of(parts).contains("too large"), lacks_of(parts));
    QCOMPARE(after.input->picture->width(), 9);  // what was there
    QVERIFY(same_computed(before, after));
  }

  void aPictureThatIsGoneIsSaidAndTheRestComesBack() {
    write_file_atomically(at_ / "cat.png", encode_png(busy_picture(40, 30)));
    const Document before =
        worked_on(bundled("lenet5-digits"), shared(read_picture(at_ / "cat.png")));
    const FigureRecipe recipe = document_recipe(before, {});
    fs::remove(at_ / "cat.png");
    FigureParts parts = find_parts(recipe, at_ / "figure.png", nullptr);
    const Document after = reopened(elsewhere(), parts);
    QCOMPARE(lacks_of(parts),
             QByteArray::fromStdString("The picture " + (at_ / "cat.png").string() +
                                       " is no longer there.\n"));
    QVERIFY(same_computed(before, after));
    QVERIFY(before.selection == after.selection && before.view == after.view);
    QCOMPARE(after.input->width, before.input->width);
  }

  void aPictureThatChangedIsShownAndSaid() {
    write_file_atomically(at_ / "cat.png", encode_png(busy_picture(40, 30)));
    const Document before =
        worked_on(bundled("lenet5-digits"), shared(read_picture(at_ / "cat.png")));
    const FigureRecipe recipe = document_recipe(before, {});
    write_file_atomically(at_ / "cat.png", encode_png(inverted(busy_picture(40, 30))));
    FigureParts parts = find_parts(recipe, at_ / "figure.png", nullptr);
    const Document after = reopened(elsewhere(), parts);
    QCOMPARE(lacks_of(parts),
             QByteArray("The picture cat.png has changed since the figure was made.\n"));
    QVERIFY(same_bytes(after.input->picture->pixels, inverted(busy_picture(40, 30)).pixels));
  }

  /// The picture that was inverted, and that of a file that changed since it was opened.
  void aPictureThatIsNoLongerThatOfItsFileIsInTheFigure() {
    write_file_atomically(at_ / "cat.png", encode_png(busy_picture(40, 30)));
    const Document before =
        worked_on(bundled("lenet5-digits"), shared(read_picture(at_ / "cat.png")));
    write_file_atomically(at_ / "cat.png", encode_png(inverted(busy_picture(40, 30))));
    FigureParts parts;
    const Document after = back(before, parts);
    QVERIFY(same_bytes(after.input->picture->pixels, before.input->picture->pixels));
    QCOMPARE(lacks_of(parts), QByteArray());
  }

  void filesThatWereMovedWithTheFigureAreFoundBesideIt() {
    write_file_atomically(at_ / "cat.png", encode_png(busy_picture(40, 30)));
    const Document before =
        worked_on(bundled("lenet5-digits"), shared(read_picture(at_ / "cat.png")));
    const FigureRecipe recipe = document_recipe(before, {});
    fs::create_directory(at_ / "paper");
    fs::rename(at_ / "cat.png", at_ / "paper" / "cat.png");
    FigureParts parts = find_parts(recipe, at_ / "paper" / "figure.png", nullptr);
    const Document after = reopened(elsewhere(), parts);
    QCOMPARE(lacks_of(parts), QByteArray());
    QVERIFY(same_bytes(after.input->picture->pixels, before.input->picture->pixels));
  }

  void aNetworkThatIsGoneLeavesWhatIsThere() {
    save_model(bundled_network("lenet5-digits"), at_ / "net.onnx");
    const Document before = worked_on(
        make_origin(load_model(at_ / "net.onnx"), "net.onnx", (at_ / "net.onnx").string()),
        shared(busy_picture(28, 28)));
    const FigureRecipe recipe = document_recipe(before, {});
    fs::remove(at_ / "net.onnx");
    FigureParts parts = find_parts(recipe, at_ / "figure.png", nullptr);
    const Document now = elsewhere(), after = reopened(now, parts);
    QCOMPARE(lacks_of(parts),
             QByteArray::fromStdString("The figure's network " + (at_ / "net.onnx").string() +
                                       " is no longer there.\n"));
    QVERIFY(after.network.origin == now.network.origin);
    QVERIFY(same_bytes(after.input->picture->pixels, before.input->picture->pixels));
  }

  void editsThatDoNotFitAnotherNetworkAreSaid() {
    save_model(bundled_network("lenet5-digits"), at_ / "net.onnx");
    const Document before = worked_on(
        make_origin(load_model(at_ / "net.onnx"), "net.onnx", (at_ / "net.onnx").string()),
        shared(busy_picture(28, 28)));
    const FigureRecipe recipe = document_recipe(before, {});
    save_model(bundled_network("edges"), at_ / "net.onnx");
    FigureParts parts = find_parts(recipe, at_ / "figure.png", nullptr);
    const Document after = reopened(elsewhere(), parts);
    QVERIFY2(
        lacks_of(parts).startsWith("The network net.onnx has changed since the figure was made.\n"
                                   "The edits are not restored:"),
        lacks_of(parts));
    QVERIFY(!after.network.is_edited());
    QCOMPARE(after.network.origin->path, (at_ / "net.onnx").string());
  }

  void theNetworkThatIsOpenStaysTheSameOne() {
    const auto origin = bundled("lenet5-digits");
    const Document before = worked_on(origin, shared(busy_picture(28, 28)));
    const FigureParts parts = find_parts(document_recipe(before, {}), {}, origin);
    QVERIFY(parts.network->origin == origin);
  }

  void aNewerVersionIsOpenedAsFarAsItIsUnderstood() {
    const Document before = worked_on(bundled("lenet5-digits"), shared(busy_picture(28, 28)));
    FigureSpec spec;
    spec.zoom = 3;
    std::string json = to_json(document_recipe(before, spec));
    const auto replace = [&json](const std::string& from, const std::string& to) {
      QVERIFY2(json.find(from) != json.npos, from.c_str());
      json.replace(json.find(from), from.size(), to);
    };
    replace("\"what\":\"maps\"", "\"what\":\"holograms\"");
    replace("\"muted\":[{\"node\"", "\"muted\":[{\"layer\"");
    QVERIFY_THROWS_EXCEPTION(Error, recipe_from_json(json));
    FigureParts parts = find_parts(recipe_from_json(json, Reading::lenient), {}, nullptr);
    const Document after = reopened(elsewhere(), parts);
    QVERIFY2(lacks_of(parts).contains("does not understand its muted, figure.what"),
             lacks_of(parts));
    QCOMPARE(parts.recipe.spec.zoom, 3);
    QVERIFY(after.network.is_edited() && after.network.muted.empty());
    QVERIFY(before.selection == after.selection);
  }

  void aFigureOfARunSaysThatTheRunIsNotOpened() {
    const Document before = worked_on(bundled("lenet5-digits"), shared(busy_picture(28, 28)));
    const FigureRecipe recipe =
        document_recipe(before, {.kind = FigureKind::timeline}, {.data = at_ / "run"});
    QCOMPARE(recipe.inputs.front().path, (at_ / "run").string());
    FigureParts parts = find_parts(recipe_from_json(to_json(recipe)), {}, nullptr);
    QCOMPARE(difference(before, reopened(elsewhere(), parts)), std::string());
    QCOMPARE(lacks_of(parts),
             QByteArray::fromStdString("The training run itself is not opened with the figure: " +
                                       (at_ / "run").string() + ".\n"));
  }

 private:
  std::unique_ptr<QTemporaryDir> folder_;
  fs::path at_;
};

QTEST_MAIN(ReopenTest)
#include "reopen_test.moc"
