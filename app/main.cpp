#include "app/window.h"

int main(int argc, char** argv) { return fovea::app::run_window(argc, argv); }
