#include "core/figure/recipe.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/figure/figure.h"
#include "core/figure/recipe_text.h"
#include "tests/core/figure/sources.h"
#include "tests/mutations.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

FigureSpec odd_spec() {
  FigureSpec spec;
  spec.kind = FigureKind::arithmetic;
  spec.layer = "conv1 & <\"two  spaces\">";
  spec.units = {0, 3, 4};
  spec.position = {2, 5};
  spec.columns = 7;
  spec.scope = ScaleScope::all;
  spec.range = {-0.1F, 2.5F};
  spec.palette = Palette::print;
  spec.theme = Theme::dark;
  spec.transparent = true;
  spec.reduction = Reduction::peak;
  spec.zoom = 8;
  spec.width_mm = 85.5;
  spec.font_pt = 6.5;
  spec.paper = Paper::letter;
  spec.legend = false;
  spec.caption = true;
  return spec;
}

FigureRecipe some_recipe() {
  FigureRecipe recipe{.version = "0.1.0", .model = {"Größe", "/tmp/a b.onnx", "00ff"}};
  recipe.inputs = {{"cat.png", "/tmp/cat.png", "12ab"}};
  recipe.edits = {{"k", 3, {0.1F, -2.5e-7F}}, {"w", 100, std::vector<float>(500, 1 / 3.0F)}};
  recipe.muted = {{"conv1", 2}};
  recipe.preprocessing = Preprocessing{.known = true, .width = 28, .height = 28};
  recipe.crop = Crop{1.5, 2, 30.25, 40};
  recipe.seed = 1234567890123456789ULL;
  recipe.spec = odd_spec();
  return recipe;
}

}  // namespace

class RecipeTest : public QObject {
  Q_OBJECT

 private slots:
  void everythingComesBackFromItsJson() {
    const FigureRecipe recipe = some_recipe(), back = recipe_from_json(to_json(recipe));
    QCOMPARE(back.version, recipe.version);
    QVERIFY(back.model == recipe.model);
    QVERIFY(back.inputs == recipe.inputs);
    QVERIFY(back.edits == recipe.edits);
    QVERIFY(back.muted == recipe.muted);
    QVERIFY(back.preprocessing == recipe.preprocessing);
    QVERIFY(back.crop == recipe.crop);
    QCOMPARE(back.seed, recipe.seed);
    QVERIFY(back.spec == recipe.spec);
    QVERIFY(recipe_from_json(to_json(FigureRecipe{})).spec == FigureSpec{});
  }

  void valuesThatAreNoNumbersComeBackTheSame() {
    constexpr float k_infinity = std::numeric_limits<float>::infinity();
    FigureRecipe recipe = some_recipe();
    recipe.edits = {{"k", 0, {1, k_infinity, -k_infinity, std::nanf("7")}}};
    const FigureRecipe back = recipe_from_json(to_json(recipe));
    const std::vector<float>&before = recipe.edits[0].values, &after = back.edits[0].values;
    QCOMPARE(after.size(), before.size());
    QVERIFY(std::memcmp(after.data(), before.data(), before.size() * sizeof(float)) == 0);
  }

  void tooManyEditsAreLeftOutAndSaid() {
    Network network = tiny_source().network;
    FigureRecipe few = some_recipe();
    few.edits.clear();
    note_edits(edited_source().network, few);
    QVERIFY(!few.edits.empty() && !few.edits_left_out);
    Model model;
    GraphBuilder builder;
    builder.add_input("x", {1, 8});
    const std::int64_t rows = static_cast<std::int64_t>(k_most_edits) / 8 + 1;
    builder.add_weight("w", Tensor::filled(Shape{rows, 8}, 0.5F));
    builder.add_node("Gemm", "fc", {{"transB", std::int64_t{1}}}, {"x", "w"}, {"y"});
    builder.add_output("y");
    model.graph = builder.build();
    network.origin = make_origin(model, "wide");
    network.graph =
        model.graph.with_weight(model.graph.find_value("w"), Tensor::filled(Shape{rows, 8}, 0.25F));
    network.computed = network.graph;
    network.muted.clear();
    FigureRecipe many{.version = "1", .model = {}};
    note_edits(network, many);
    QVERIFY(many.edits.empty() && many.edits_left_out);
    QVERIFY(recipe_from_json(to_json(many)).edits_left_out);
  }

  void aRecipeThatIsNestedOrLongIsRefusedAtOnce() {
    const std::string json = to_json(some_recipe());
    const std::string deep(200'000, '['), ends(200'000, ']');
    std::string keys;
    for (int i = 0; i < 50'000; ++i) keys += "\"k" + std::to_string(i) + "\": 1, ";
    std::string nested = json, many = json;
    nested.insert(1, "\"window\": {\"a\": " + deep + ends + "}, ");
    many.insert(many.find("\"figure\":") + 10, "{" + keys + "\"x\": 1}, \"other\":");
    for (const Reading reading : {Reading::strict, Reading::lenient}) {
      QElapsedTimer timer;
      timer.start();
      QVERIFY_EXCEPTION_THROWN(recipe_from_json(nested, reading), Error);
      try {
        const FigureRecipe read = recipe_from_json(many, reading);
        QVERIFY(reading == Reading::strict || !read.not_understood.empty());
      } catch (const Error&) {
        // A sentence is as good.
      }
      QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    }
  }

  void theRecipeIsInEveryFigureFile_data() {
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"png", "svg", "pdf", "html"}) QTest::newRow(ending) << ending;
  }

  void theRecipeIsInEveryFigureFile() {
    QFETCH(QString, ending);
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("figure." + ending).toStdString();
    const FigureRecipe recipe = some_recipe();
    FigureSpec spec;
    spec.width_mm = 85;
    write_file_atomically(
        path, encode_figure(*figure_format(path), spec, tiny_source(), to_json(recipe)));
    QCOMPARE(to_json(read_recipe(path)), to_json(recipe));
    Bytes bytes = read_file(path);
    QVERIFY(holds_recipe(bytes));
    // A file that was cut within it has none.
    const std::string_view text = text_of(bytes);
    bytes.resize(text.find("sha256"));
    QVERIFY(!holds_recipe(bytes));
  }

  void otherFilesHoldNone() {
    QVERIFY(!holds_recipe({}));
    QVERIFY_THROWS_EXCEPTION(Error, read_recipe(FOVEA_SOURCE_DIR "/assets/pictures/chelsea.png"));
    QVERIFY_THROWS_EXCEPTION(Error, read_recipe("/nowhere.png"));
  }

  void editsAreRepeatedOnTheSameNetwork() {
    const FigureSource source = edited_source();
    FigureRecipe recipe;
    note_edits(source.network, recipe);
    QCOMPARE(recipe.edits.size(), std::size_t{1});
    QCOMPARE(recipe.edits[0].weight, std::string("k"));
    QCOMPARE(recipe.edits[0].first, std::int64_t{13});
    QCOMPARE(recipe.edits[0].values, std::vector<float>{4});
    QVERIFY(recipe.muted == (std::vector<MutedUnit>{{"conv1", 0}}));
    const Network again = edited_network(source.network.origin, recipe_from_json(to_json(recipe)));
    QVERIFY(again.muted == source.network.muted);
    for (const char* weight : {"k", "b", "w"}) {
      const ValueId id = again.graph.find_value(weight);
      QVERIFY(std::ranges::equal(again.graph.weight(id).floats(),
                                 source.network.graph.weight(id).floats()));
      QVERIFY(std::ranges::equal(again.computed.weight(id).floats(),
                                 source.network.computed.weight(id).floats()));
    }
  }

  void editsOfAnotherNetworkAreRefused() {
    const auto origin = tiny_source().network.origin;
    FigureRecipe recipe;
    recipe.edits = {{"no such weight", 0, {1}}};
    QVERIFY_THROWS_EXCEPTION(Error, edited_network(origin, recipe));
    for (const std::int64_t first :
         {std::int64_t{17}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::max()}) {
      recipe.edits = {{"k", first, {1, 2}}};  // of 18
      QVERIFY_THROWS_EXCEPTION(Error, edited_network(origin, recipe));
    }
    recipe.edits = {};
    recipe.muted = {{"conv1", 2}};
    QVERIFY_THROWS_EXCEPTION(Error, edited_network(origin, recipe));
    recipe.muted = {{"conv9", 0}};
    QVERIFY_THROWS_EXCEPTION(Error, edited_network(origin, recipe));
  }

  void settingsOutOfRangeAreRefused() {
    const std::string json = to_json(some_recipe());
    const auto replaced = [&json](const std::string& from, const std::string& to) {
      std::string text = json;
      text.replace(text.find(from), from.size(), to);
      return text;
    };
    for (const auto& [from, to] : std::initializer_list<std::pair<const char*, const char*>>{
             {"\"zoom\":8", "\"zoom\":9"},
             {"\"zoom\":8", "\"zoom\":1.5"},
             {"\"width_mm\":85.5", "\"width_mm\":1e9"},
             {"\"font_pt\":6.5", "\"font_pt\":-1"},
             {"\"what\":\"arithmetic\"", "\"what\":\"spells\""},
             {"\"units\":[0,3,4]", "\"units\":[-1]"},
             {"\"position\":[2,5]", "\"position\":[2]"},
             {"\"legend\":false", "\"legend\":0"}})
      QVERIFY_THROWS_EXCEPTION(Error, recipe_from_json(replaced(from, to)));
  }

  void damagedRecipesAreRefusedOrUnderstood() {
    Mutations mutations({to_json(some_recipe()), to_json(FigureRecipe{})}, 11);
    int refused = 0;
    for (int i = 0; i < 3000; ++i) {
      try {
        recipe_from_json(mutations.next());
      } catch (const Error&) {
        ++refused;
      }
    }
    QVERIFY(refused > 1000);
  }

  void digestsAreThoseOfSha256sum() {
    const std::string text = "abc";
    QCOMPARE(sha256_of({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  }

  void aFilesDigestIsRememberedAsLongAsTheFileIsTheSame() {
    namespace fs = std::filesystem;
    const QTemporaryDir folder;
    const fs::path file = folder.filePath("model.onnx").toStdString();
    const auto write_at = [&](std::string_view text, int minutes_ago) {
      write_file_atomically(file, text);
      fs::last_write_time(file,
                          fs::file_time_type::clock::now() - std::chrono::minutes(minutes_ago));
      return fs::last_write_time(file);
    };
    const auto time = write_at("abc", 60);
    const std::string first = sha256_of_file(file);
    QCOMPARE(first,
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    write_file_atomically(file, "xyz");
    fs::last_write_time(file, time);
    QCOMPARE(sha256_of_file(file), first);  // it was not read
    write_at("xyz", 59);
    const std::string second = sha256_of_file(file);
    QVERIFY(second != first);
    write_at("longer", 59);
    QVERIFY(sha256_of_file(file) != second);
    // Of what was written just now nothing is remembered.
    write_file_atomically(file, "one");
    const auto now = fs::last_write_time(file);
    const std::string third = sha256_of_file(file);
    write_file_atomically(file, "two");
    fs::last_write_time(file, now);
    QVERIFY(sha256_of_file(file) != third);
    fs::remove(file);
    QVERIFY_THROWS_EXCEPTION(Error, sha256_of_file(file));
  }
};

QTEST_MAIN(RecipeTest)
#include "recipe_test.moc"
